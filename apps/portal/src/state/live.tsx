import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { api } from './api.ts';
import { reconnectDelay } from './connection.ts';
import { signalConnection } from './connection-store.ts';
import { type Heard, hear, heardNothing, showSession } from './live-sessions.ts';
import { codeOf } from './problem.ts';
import { keys } from './query-client.ts';
import { changeLists } from './sessions.ts';

const HeardContext = createContext<Heard>(heardNothing);
export const useHeard = () => useContext(HeardContext);

/** Events of one burst (a start passes five phases) are followed by one refetch. */
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

async function follow(client: QueryClient, signal: AbortSignal, tell: (heard: Heard) => void) {
  let heard = heardNothing;
  let refetch: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(refetch));
  for (let attempt = 0, first = true; !signal.aborted; attempt++) {
    let opened = false;
    try {
      for await (const news of api.events(signal)) {
        if (news === null) {
          opened = true;
          attempt = 0;
          signalConnection({ type: 'answered' });
          // What happened while the stream was down was not heard: fetch everything again.
          if (!first) void client.invalidateQueries();
          first = false;
          continue;
        }
        const next = hear(heard, news, Date.now());
        if (!next) continue;
        if (next !== heard) tell(next);
        heard = next;
        const { session } = news;
        changeLists(client, items => showSession(items, session));
        // A change without a move (health, viewers, a name) cannot alter which sessions a list holds.
        if (news.sequence === null) continue;
        clearTimeout(refetch);
        refetch = setTimeout(() => {
          void client.invalidateQueries({ queryKey: keys.sessions });
          void client.invalidateQueries({ queryKey: keys.history(session.id) });
        }, refetchAfterMs);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (codeOf(error) === 'NOT_SIGNED_IN') {
        client.setQueryData(keys.me, null);
        return;
      }
      // A stream that broke says nothing yet: whether it can be opened again does.
      if (!opened)
        signalConnection({
          type: 'failed',
          broker: codeOf(error) === 'BROKER_UNAVAILABLE' ? 'restarting' : 'unreachable',
        });
    }
    await delayOrOnline(reconnectDelay(attempt), signal);
  }
}

/** Waits, but not longer than until the browser has a network again. */
function delayOrOnline(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = new AbortController();
    const finish = () => {
      clearTimeout(timer);
      done.abort();
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish, { signal: done.signal });
    window.addEventListener('online', finish, { signal: done.signal });
  });
}
