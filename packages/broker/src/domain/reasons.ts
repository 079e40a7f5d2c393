import type { Reason, ReasonCode, SessionPhase } from '@berth/contract';

export function reason(code: ReasonCode, message: string): Reason {
  return { code, message };
}

/** Why it is not ready yet: what a person reads on the card while waiting. */
const progress: Readonly<Partial<Record<SessionPhase, string>>> = {
  queued: 'Waiting for its turn.',
  placing: 'Choosing where it runs.',
  provisioning: 'The machine is making room for it.',
  booting: 'Waiting for its host to report.',
  preparing: 'The X server is starting.',
  probing: 'Waiting for the first picture.',
  stopping: 'The programs inside are being ended.',
  deleting: 'What it left is being removed.',
};

export function progressReason(phase: SessionPhase): Reason | null {
  const message = progress[phase];
  return message === undefined ? null : reason('starting', message);
}

const peaceful: ReadonlySet<ReasonCode> = new Set([
  'requested',
  'logged-out',
  'app-exited',
  'stopped-by-user',
  'cancelled',
  'time-limit',
]);

/** Whether a run that ended for this reason stopped, rather than failed. */
export function isPeaceful(code: ReasonCode): boolean {
  return peaceful.has(code);
}
