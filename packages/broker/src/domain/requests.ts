import { failures } from '@berth/contract';
import type { Move } from './apply-move.ts';
import { isLaunched, isTransitional } from './moves.ts';
import { reason } from './reasons.ts';
import type { SessionRecord } from './session-record.ts';

export type Request = 'start' | 'stop' | 'restart' | 'cancel' | 'delete' | 'force-delete';

/** What a request does to a session: a move, a change of what is wanted, or nothing because it is so already. */
export type Answer =
  | { readonly do: 'move'; readonly move: Move }
  | { readonly do: 'want'; readonly desired: SessionRecord['desired'] }
  | { readonly do: 'nothing' };

/** Throws `SESSION_MOVE_REFUSED` where the request makes no sense in this phase. */
export function answerRequest(record: SessionRecord, request: Request, actor: string): Answer {
  const refuse = () => failures.SESSION_MOVE_REFUSED({ id: record.id, verb: request, phase: record.phase });
  const { phase, desired } = record;
  if (phase === 'deleted') {
    if (request === 'delete' || request === 'force-delete') return { do: 'nothing' };
    throw refuse();
  }
  const by = (code: 'requested' | 'stopped-by-user' | 'cancelled' | 'force-deleted', what: string) =>
    reason(code, `${what} by ${actor}.`);
  switch (request) {
    case 'start':
      if (phase === 'stopped' || phase === 'failed') {
        // What an earlier run left is cleared first; then the reconciler starts it.
        if (record.dirty) return { do: 'want', desired: 'running' };
        return {
          do: 'move',
          move: { name: 'start-requested', desired: 'running', reason: by('requested', 'Started') },
        };
      }
      if (phase === 'stopping') return { do: 'want', desired: 'running' };
      if (phase === 'deleting') throw refuse();
      return { do: 'nothing' };
    case 'stop':
    case 'cancel': {
      if (phase === 'stopped' || phase === 'failed') {
        if (request === 'cancel' && desired !== 'running') throw refuse();
        return { do: 'want', desired: 'stopped' };
      }
      if (phase === 'deleting') throw refuse();
      if (phase === 'stopping') return { do: 'want', desired: 'stopped' };
      if (request === 'cancel' && !isTransitional(phase)) throw refuse();
      const why = request === 'cancel' ? by('cancelled', 'Cancelled') : by('stopped-by-user', 'Stopped');
      return { do: 'move', move: { name: 'stop-requested', desired: 'stopped', reason: why } };
    }
    case 'restart':
      if (phase === 'stopped' || phase === 'failed') return answerRequest(record, 'start', actor);
      if (phase === 'stopping') return { do: 'want', desired: 'running' };
      if (!isLaunched(phase)) throw refuse();
      return {
        do: 'move',
        move: { name: 'stop-requested', desired: 'running', reason: by('requested', 'Restarted') },
      };
    case 'delete':
      if (phase === 'deleting') return { do: 'nothing' };
      return {
        do: 'move',
        move: { name: 'remove-requested', desired: 'deleted', reason: by('requested', 'Deleted') },
      };
    case 'force-delete':
      return {
        do: 'move',
        move: { name: 'forced', desired: 'deleted', reason: by('force-deleted', 'Deleted by force') },
      };
  }
}
