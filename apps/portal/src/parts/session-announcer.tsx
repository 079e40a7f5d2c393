import { VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useHeard } from '../state/live.tsx';
import { keys } from '../state/query-client.ts';
import { announce } from '../state/session-words.ts';
import type { SessionPages } from '../state/sessions.ts';

const settled = ['ready', 'impaired', 'stopped', 'failed'];

/** Tells screen readers when a session has come to rest in a new state; the steps between would only chatter. */
export function SessionAnnouncer() {
  const heard = useHeard();
  const client = useQueryClient();
  const [text, setText] = useState('');
  useEffect(() => {
    const newest = [...heard.newest.values()].reduce<null | { sequence: number; text: string }>(
      (last, event) => {
        if (!settled.includes(event.to) || (last && last.sequence > event.sequence)) return last;
        const lists = client.getQueriesData<SessionPages>({ queryKey: keys.sessions });
        const name = lists
          .flatMap(([, data]) => data?.pages ?? [])
          .flatMap(page => page.items)
          .find(session => session.id === event.session)?.name;
        return name
          ? { sequence: event.sequence, text: announce(name, event.to, event.reason?.message ?? null) }
          : last;
      },
      null,
    );
    if (newest) setText(newest.text);
  }, [heard, client]);
  return (
    <VisuallyHidden role="status" aria-live="polite" data-testid="announcer">
      {text}
    </VisuallyHidden>
  );
}
