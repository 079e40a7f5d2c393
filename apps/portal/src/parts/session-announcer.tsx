import { VisuallyHidden } from '@mantine/core';
import { useRef } from 'react';
import { useHeard } from '../state/live.tsx';
import { newestMove } from '../state/live-sessions.ts';
import { announce } from '../state/session-words.ts';

const settled = ['ready', 'impaired', 'stopped', 'failed', 'deleted'];

/** Tells screen readers when a session has come to rest in a new state; the steps between would only chatter. */
export function SessionAnnouncer() {
  const move = newestMove(useHeard());
  const text = useRef('');
  if (move && settled.includes(move.phase)) text.current = announce(move.name, move.phase, move.reason);
  return (
    <VisuallyHidden role="status" aria-live="polite" data-testid="announcer">
      {text.current}
    </VisuallyHidden>
  );
}
