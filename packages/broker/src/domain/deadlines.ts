import type { SessionPhase } from '@berth/contract';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * How long a session may stay in a phase, in milliseconds; null where it may rest. `boot` asks the driver, which knows
 * whether it starts a process or orders a machine.
 */
const limits: Readonly<Record<SessionPhase, number | 'boot' | null>> = {
  queued: 10 * MINUTE,
  placing: MINUTE,
  provisioning: 'boot',
  booting: 'boot',
  preparing: 2 * MINUTE,
  probing: 2 * MINUTE,
  ready: null,
  impaired: null,
  stopping: 10 * MINUTE,
  stopped: null,
  deleting: 15 * MINUTE,
  deleted: null,
  failed: null,
};

export function deadlineOf(phase: SessionPhase, since: number, bootDeadline: number): number | null {
  const limit = limits[phase];
  if (limit === null) return null;
  return since + (limit === 'boot' ? bootDeadline : limit);
}

/** After this long, a run that was asked to stop is ended by force. Milliseconds. */
export const stopGrace = 20 * SECOND;
/** How long the host's media process may be away before people are told; it is restarted within a second. */
export const mediaGrace = 10 * SECOND;
/** How long an impaired session is left to itself before the one automatic recovery. */
export const recoveryGrace = 5 * SECOND;
/** How long the X server may owe an answer: a program that has grabbed the server holds up everybody's for a moment. */
export const xGrace = 10 * SECOND;
/**
 * When people are told that a desktop is slow. After two seconds without an echo they press the key again; a single slow
 * answer is a program that had something to do, or a picture that was not the key's own.
 */
export const slowEcho = { ms: 2 * SECOND, samples: 5 } as const;
