import { Center, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { DoctorPage } from './pages/doctor-page.tsx';
import { HomePage } from './pages/home-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { SessionsPage } from './pages/sessions-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { UsersPage } from './pages/users-page.tsx';
import { AwayPage } from './parts/away-page.tsx';
import { Shell } from './parts/shell.tsx';
import { signalConnection } from './state/connection-store.ts';
import { LiveSessions } from './state/live.tsx';
import { useMe } from './state/me.ts';
import { signInPath } from './state/return-path.ts';

export function Portal() {
  const me = useMe();
  const [path] = useLocation();
  useBrowserConnection();

  if (path === '/sign-in') return <SignInPage me={me.data ?? null} />;
  if (me.data === null) return <Redirect to={signInPath(path)} replace />;
  if (me.data === undefined)
    return me.isError ? (
      <AwayPage error={me.error} retry={() => void me.refetch()} />
    ) : (
      <Center h="100dvh">
        <Loader aria-label="Loading Berth" />
      </Center>
    );
  const user = me.data;
  return (
    <LiveSessions key={user.id}>
      <Shell user={user}>
        <Switch>
          <Route path="/">
            <HomePage user={user} />
          </Route>
          <Route path="/sessions">
            <SessionsPage user={user} />
          </Route>
          {user.admin && (
            <Route path="/users">
              <UsersPage user={user} />
            </Route>
          )}
          {user.admin && <Route path="/doctor" component={DoctorPage} />}
          <Route>
            <NotFoundPage />
          </Route>
        </Switch>
      </Shell>
    </LiveSessions>
  );
}

function useBrowserConnection() {
  const client = useQueryClient();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    window.addEventListener('offline', () => signalConnection({ type: 'browser-offline' }), { signal });
    window.addEventListener(
      'online',
      () => {
        signalConnection({ type: 'browser-online' });
        // Whether Berth answers, only asking tells.
        void client.invalidateQueries();
      },
      { signal },
    );
    return () => leaving.abort();
  }, [client]);
}
