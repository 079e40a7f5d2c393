import type { Session, SessionPhase } from '@berth/contract';

/** How a phase looks: the word on the badge, its colour, and whether something is under way. */
export interface PhaseLook {
  readonly word: string;
  readonly colour: 'blue' | 'green' | 'orange' | 'gray' | 'red';
  readonly busy: boolean;
}

const looks: Readonly<Record<SessionPhase, PhaseLook>> = {
  queued: { word: 'Queued', colour: 'blue', busy: true },
  placing: { word: 'Finding a place', colour: 'blue', busy: true },
  provisioning: { word: 'Setting up', colour: 'blue', busy: true },
  booting: { word: 'Booting', colour: 'blue', busy: true },
  preparing: { word: 'Starting the screen', colour: 'blue', busy: true },
  probing: { word: 'Almost ready', colour: 'blue', busy: true },
  ready: { word: 'Running', colour: 'green', busy: false },
  impaired: { word: 'Impaired', colour: 'orange', busy: false },
  stopping: { word: 'Stopping', colour: 'gray', busy: true },
  stopped: { word: 'Stopped', colour: 'gray', busy: false },
  deleting: { word: 'Deleting', colour: 'gray', busy: true },
  deleted: { word: 'Deleted', colour: 'gray', busy: false },
  failed: { word: 'Failed', colour: 'red', busy: false },
};

export function lookOf(phase: SessionPhase): PhaseLook {
  return looks[phase];
}

/** What a person can do with a session. `open` and `logs` need no move of the state machine. */
export type Verb = 'open' | 'start' | 'stop' | 'restart' | 'extend' | 'cancel' | 'delete' | 'force-delete';

const starting: readonly Verb[] = ['open', 'cancel', 'delete', 'force-delete'];
const verbsByPhase: Readonly<Record<SessionPhase, readonly Verb[]>> = {
  queued: starting,
  placing: starting,
  provisioning: starting,
  booting: starting,
  preparing: starting,
  probing: starting,
  ready: ['open', 'extend', 'restart', 'stop', 'delete'],
  impaired: ['open', 'extend', 'restart', 'stop', 'delete', 'force-delete'],
  stopping: ['force-delete'],
  stopped: ['start', 'delete'],
  deleting: ['force-delete'],
  deleted: [],
  failed: ['start', 'delete', 'force-delete'],
};

export function verbsOf(session: Pick<Session, 'phase' | 'endsAt' | 'health'>): ReadonlySet<Verb> {
  const verbs = new Set(verbsByPhase[session.phase]);
  if (session.endsAt === null) verbs.delete('extend');
  // Nobody can say whether it lives: the ordinary delete would wait for an answer.
  if (session.health.stale && session.phase !== 'deleted') verbs.add('force-delete');
  return verbs;
}

const startingPhases: readonly SessionPhase[] = [
  'queued',
  'placing',
  'provisioning',
  'booting',
  'preparing',
  'probing',
];

export function isStarting(phase: SessionPhase): boolean {
  return startingPhases.includes(phase);
}

/** The sentence under the badge: why it is not ready yet, or why it ended. Null when there is nothing to explain. */
export function explain(session: Pick<Session, 'phase' | 'reason' | 'health'>): string | null {
  if (session.health.stale)
    return 'Berth cannot see this session at the moment; this is its last known state.';
  if (session.phase === 'ready') return session.reason?.code === 'rebooted' ? session.reason.message : null;
  return session.reason?.message ?? null;
}

/** What a screen reader hears when a session moves. */
export function announce(name: string, phase: SessionPhase, reason: string | null): string {
  const tail =
    reason && (phase === 'failed' || phase === 'stopped' || phase === 'impaired') ? ` ${reason}` : '';
  return `${name}: ${lookOf(phase).word}.${tail}`;
}
