import type { CreateSessionRequest, Session } from '@berth/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-client.ts';
import { ViewerTab } from './viewer-tab.ts';

export interface Start {
  readonly request: CreateSessionRequest;
  readonly title: string;
}

/** Starts a session and shows its viewer in a new tab. Call `start` from within the click. */
export function useStartSession(events: {
  readonly onStarted: (session: Session, tabOpened: boolean) => void;
  readonly onFailed: (error: unknown, start: Start) => void;
}) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ request }: Start & { tab: ViewerTab }) =>
      api.createSession(request, { idempotencyKey: randomKey() }),
    onSuccess: (session, { tab }) => {
      tab.show(session.id);
      events.onStarted(session, tab.opened);
    },
    onError: (error, { tab, ...start }) => {
      tab.close();
      events.onFailed(error, start);
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
  return {
    /** The profile that is being started, for its button. */
    starting: mutation.isPending ? mutation.variables.request.profile : null,
    start: (start: Start) => mutation.mutate({ ...start, tab: new ViewerTab(start.title) }),
  };
}

function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
