import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { api } from './api.ts';
import { type Heard, hear, heardNothing, showSession } from './live-sessions.ts';
import { hasCode } from './problem.ts';
import { keys } from './query-client.ts';
import { changeLists, listedSession } from './sessions.ts';

const HeardContext = createContext<Heard>(heardNothing);
export const useHeard = () => useContext(HeardContext);

/** Moves come in bursts (a start passes five phases); one refetch follows each. */
const refetchAfterMs = 300;

/** Keeps the event stream open while someone is signed in, and the lists in step with it. */
export function LiveSessions(props: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [heard, setHeard] = useState(heardNothing);
  useEffect(() => {
    const closing = new AbortController();
    void follow(client, closing.signal, setHeard);
    return () => closing.abort();
  }, [client]);
  return <HeardContext value={heard}>{props.children}</HeardContext>;
}

async function follow(client: QueryClient, signal: AbortSignal, tell: (heard: Heard) => void): Promise<void> {
  let heard = heardNothing;
  let broken = false;
  let refetch: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(refetch));
  const handleConnection = (connection: 'live' | 'reconnecting') => {
    // What failed to load while Berth was away loads now, and what was missed shows.
    if (connection === 'live' && broken) void client.invalidateQueries();
    broken = connection === 'reconnecting';
  };
  try {
    const handleUsers = () => void client.invalidateQueries({ queryKey: keys.users });
    const events = api.events({ signal, onConnectionChanged: handleConnection, onUsersChanged: handleUsers });
    for await (const session of events) {
      const listed = listedSession(client, session.id);
      const next = hear(heard, session, listed?.phase, Date.now());
      if (next.order !== heard.order) tell(next);
      const settles = next.order !== heard.order || listed === undefined;
      heard = next;
      changeLists(client, items => showSession(items, session));
      // Only a move, or a session that is new here, can alter which sessions a list holds.
      if (!settles) continue;
      clearTimeout(refetch);
      refetch = setTimeout(() => {
        void client.invalidateQueries({ queryKey: keys.sessions });
        void client.invalidateQueries({ queryKey: keys.history(session.id) });
      }, refetchAfterMs);
    }
  } catch (error) {
    if (!hasCode(error, 'NOT_SIGNED_IN')) throw error;
    client.setQueryData(keys.me, null);
  }
}
