import type { Reason, SessionPhase } from '@berth/contract';
import { deadlineOf } from './deadlines.ts';
import { isTransitional, type MoveName, moveFrom } from './moves.ts';
import { progressReason } from './reasons.ts';
import type { DesiredState, SessionRecord } from './session-record.ts';

/** A move about to be made, with what it needs to know. `actor` is a user name, or `berth`. */
export interface Move {
  readonly name: MoveName;
  readonly reason?: Reason;
  readonly desired?: DesiredState;
}

export interface Transition {
  readonly session: string;
  readonly at: number;
  readonly from: SessionPhase | null;
  readonly to: SessionPhase;
  readonly reason: Reason | null;
  readonly actor: string;
}

export interface Moved {
  readonly record: SessionRecord;
  readonly transition: Transition;
}

/** The record after the move, and its line of history; null where the table has no such move. */
export function applyMove(
  record: SessionRecord,
  move: Move,
  context: { now: number; actor: string; bootDeadline: number },
): Moved | null {
  const to = moveFrom(record.phase, move.name);
  if (to === null) return null;
  const { now, actor, bootDeadline } = context;
  const reason = move.reason ?? impliedReason(record, to);
  const next: SessionRecord = {
    ...record,
    phase: to,
    desired: move.desired ?? record.desired,
    reason,
    phaseSince: now,
    deadlineAt: deadlineOf(to, now, bootDeadline),
    startup: startupAfter(record, now),
    ...consequences(record, move.name, now),
  };
  return {
    record: next,
    transition: { session: record.id, at: now, from: record.phase, to, reason, actor },
  };
}

/** A reboot stays on the card until the next event: people should know why their windows are gone. */
function impliedReason(record: SessionRecord, to: SessionPhase): Reason | null {
  if (record.reason?.code === 'rebooted' && (to === 'ready' || isTransitional(to))) return record.reason;
  return progressReason(to);
}

function startupAfter(record: SessionRecord, now: number): SessionRecord['startup'] {
  if (!isTransitional(record.phase) || record.phase === 'stopping' || record.phase === 'deleting') {
    return record.startup;
  }
  return [...record.startup, { phase: record.phase, ms: Math.max(0, now - record.phaseSince) }];
}

function consequences(record: SessionRecord, name: MoveName, now: number): Partial<SessionRecord> {
  switch (name) {
    case 'placed':
      return { dirty: true };
    case 'proven': {
      const limit = record.plan.timeLimitMinutes;
      return { readyAt: now, endsAt: limit === null ? null : now + limit * 60_000 };
    }
    case 'remove-requested':
    case 'forced':
      // What was kept to explain it goes too, and the driver has that: also when its run has been cleared long ago.
      return { dirty: record.dirty || record.generation > 1 || record.startup.length > 0, endsAt: null };
    case 'faltered':
      return { recoveryTried: false };
    case 'start-requested':
    case 'rebooted':
      return {
        generation: record.generation + 1,
        linkKeyHash: null,
        readyAt: null,
        endsAt: null,
        startup: [],
      };
    case 'ended':
    case 'died':
    case 'removed':
    case 'refused':
    case 'deadline-passed':
      return { endsAt: null };
    default:
      return {};
  }
}
