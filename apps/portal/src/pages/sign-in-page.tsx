import type { User } from '@berth/contract';
import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle, IconClockPause, IconPlugConnectedX } from '@tabler/icons-react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { BerthMark } from '../parts/berth-mark.tsx';
import { ColourSchemeSwitch } from '../parts/colour-scheme-switch.tsx';
import { useSignIn } from '../state/me.ts';
import { usePageTitle } from '../state/page-title.ts';
import { hasCode, isAway, retryAfterSeconds, sayError } from '../state/problem.ts';
import { isPortalPath, returnPath } from '../state/return-path.ts';
import classes from './sign-in-page.module.css';

export function SignInPage(props: { readonly me: User | null }) {
  usePageTitle('Sign in');
  const target = returnPath(useSearch());
  const portalTarget = isPortalPath(target);
  useEffect(() => {
    if (props.me && !portalTarget) window.location.assign(target);
  }, [props.me, portalTarget, target]);
  if (props.me && portalTarget) return <Redirect to={target} replace />;
  return (
    <div className={classes.page}>
      <div className={classes.scheme}>
        <ColourSchemeSwitch />
      </div>
      <main className={classes.middle}>
        <Stack align="center" gap={6} mb="lg">
          <BerthMark size={52} />
          <Title order={1} size="h2" mt="xs">
            Sign in to Berth
          </Title>
          <Text c="dimmed" size="sm">
            Your desktops and applications, in the browser
          </Text>
        </Stack>
        <Paper withBorder p="xl" className={classes.card}>
          <SignInForm />
        </Paper>
      </main>
    </div>
  );
}

function SignInForm() {
  const [, go] = useLocation();
  const target = returnPath(useSearch());
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [capsLock, setCapsLock] = useState(false);
  const passwordInput = useRef<HTMLInputElement>(null);
  const signIn = useSignIn();
  const wait = useCountdown(signIn.error);

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (wait > 0 || signIn.isPending) return;
    signIn.mutate(
      { username: username.trim(), password },
      {
        onSuccess: () => {
          if (isPortalPath(target)) go(target, { replace: true });
          else window.location.assign(target);
        },
        onError: error => {
          if (!hasCode(error, 'SIGN_IN_REFUSED')) return;
          setPassword('');
          passwordInput.current?.focus();
        },
      },
    );
  };
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));

  return (
    <form onSubmit={handleSubmit} noValidate>
      <Stack>
        <div role="alert">
          <SignInTrouble error={signIn.error} wait={wait} />
        </div>
        <TextInput
          label="User name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          autoFocus
          size="md"
          value={username}
          onChange={event => setUsername(event.currentTarget.value)}
        />
        <div>
          <PasswordInput
            ref={passwordInput}
            label="Password"
            name="password"
            autoComplete="current-password"
            size="md"
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
            onKeyDown={watchCapsLock}
            onKeyUp={watchCapsLock}
            onBlur={() => setCapsLock(false)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          />
          <Text size="xs" role="status" mih={20} pt={4} className={classes.caps}>
            {capsLock ? 'Caps Lock is on.' : ''}
          </Text>
        </div>
        <Button
          type="submit"
          size="md"
          fullWidth
          loading={signIn.isPending}
          disabled={!username.trim() || !password || wait > 0}
        >
          {wait > 0 ? `Wait ${wait} s` : 'Sign in'}
        </Button>
      </Stack>
    </form>
  );
}

function SignInTrouble(props: { readonly error: unknown; readonly wait: number }) {
  const { error, wait } = props;
  if (!error) return null;
  if (hasCode(error, 'RATE_LIMITED'))
    return wait > 0 ? (
      <Alert color="orange" icon={<IconClockPause />} title="Too many attempts">
        You can try again in {wait} s.
      </Alert>
    ) : null;
  if (isAway(error))
    return (
      <Alert color="orange" icon={<IconPlugConnectedX />} title="Berth does not answer">
        {sayError(error)} Try again in a moment.
      </Alert>
    );
  return (
    <Alert color="red" icon={<IconAlertCircle />}>
      {sayError(error)}
    </Alert>
  );
}

/** Seconds until another attempt is allowed, counting down. */
function useCountdown(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = retryAfterSeconds(error);
    if (seconds === null) return setLeft(0);
    const until = Date.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}
