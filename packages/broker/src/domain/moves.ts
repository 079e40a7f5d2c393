import { type SessionPhase, sessionPhases } from '@berth/contract';

/** Everything that can happen to a session, in the past tense where it was observed. */
export const moveNames = [
  'admitted',
  'placed',
  'launched',
  'registered',
  'x-answered',
  'proven',
  'faltered',
  'recovered',
  'stop-requested',
  'ended',
  'died',
  'refused',
  'deadline-passed',
  'rebooted',
  'start-requested',
  'remove-requested',
  'removed',
  'forced',
] as const;
export type MoveName = (typeof moveNames)[number];

type Row = Readonly<Partial<Record<SessionPhase, SessionPhase>>>;

/** Phases in which a run exists outside, or may. */
const launched = ['provisioning', 'booting', 'preparing', 'probing', 'ready', 'impaired'] as const;
/** Phases before anything exists outside. */
const unlaunched = ['queued', 'placing'] as const;

/**
 * The state machine: for each thing that can happen, from which phase it leads where. What is not here cannot happen.
 * `docs/architecture/session.md` draws this table, and a test compares the two.
 */
export const moves: Readonly<Record<MoveName, Row>> = {
  admitted: { queued: 'placing' },
  placed: { placing: 'provisioning' },
  launched: { provisioning: 'booting' },
  // A host may be faster than the reply to the launch.
  registered: { provisioning: 'preparing', booting: 'preparing' },
  'x-answered': { preparing: 'probing' },
  proven: { probing: 'ready' },
  // Impaired still, for another reason.
  faltered: { ready: 'impaired', impaired: 'impaired' },
  recovered: { impaired: 'ready' },
  'stop-requested': { ...from(unlaunched, 'stopped'), ...from(launched, 'stopping') },
  ended: { ...from(launched, 'stopped'), stopping: 'stopped' },
  died: { ...from(launched, 'failed'), stopping: 'stopped' },
  refused: { queued: 'failed', placing: 'failed', provisioning: 'failed' },
  'deadline-passed': from(
    [...unlaunched, 'provisioning', 'booting', 'preparing', 'probing', 'stopping', 'deleting'],
    'failed',
  ),
  rebooted: from(launched, 'queued'),
  'start-requested': { stopped: 'queued', failed: 'queued' },
  'remove-requested': from(
    sessionPhases.filter(phase => phase !== 'deleting' && phase !== 'deleted'),
    'deleting',
  ),
  removed: { deleting: 'deleted' },
  forced: from(
    sessionPhases.filter(phase => phase !== 'deleted'),
    'deleted',
  ),
};

export function moveFrom(phase: SessionPhase, move: MoveName): SessionPhase | null {
  return moves[move][phase] ?? null;
}

/** Between two resting places: it has a deadline, and can be cancelled. */
export function isTransitional(phase: SessionPhase): boolean {
  return !(['ready', 'impaired', 'stopped', 'failed', 'deleted'] as readonly SessionPhase[]).includes(phase);
}

/** A run exists outside, or is meant to. */
export function isLaunched(phase: SessionPhase): boolean {
  return (launched as readonly SessionPhase[]).includes(phase);
}

function from(phases: readonly SessionPhase[], to: SessionPhase): Row {
  return Object.fromEntries(phases.map(phase => [phase, to]));
}
