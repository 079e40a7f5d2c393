import type { Reason, Session, SessionPhase } from '@berth/contract';
import type { Handle } from '@berth/driver-kit';
import type { LaunchPlan } from './launch-plan.ts';

/** What the owner wants, as opposed to `phase`, which is what is. The reconciler closes the difference. */
export const desiredStates = ['running', 'stopped', 'deleted'] as const;
export type DesiredState = (typeof desiredStates)[number];

/** A session as stored. Times are milliseconds since the epoch. */
export interface SessionRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly project: string | null;
  readonly driver: string;
  readonly externalName: string;
  readonly plan: LaunchPlan;
  readonly desired: DesiredState;
  readonly phase: SessionPhase;
  readonly reason: Reason | null;
  /** Counts starts, so that a late word from an earlier run is known for what it is. */
  readonly generation: number;
  /** Counts writes: who writes names the version that was read (compare and set). */
  readonly version: number;
  readonly handle: Handle | null;
  /** True from before the launch until `destroy` has succeeded: something of it may exist outside. */
  readonly dirty: boolean;
  /** SHA-256 of the link key of the current generation; null until its host has registered (ADR 0001). */
  readonly linkKeyHash: string | null;
  readonly createdAt: number;
  readonly phaseSince: number;
  readonly deadlineAt: number | null;
  readonly readyAt: number | null;
  readonly endsAt: number | null;
  /** Whether the one automatic recovery was tried since the session became impaired. */
  readonly recoveryTried: boolean;
  readonly startup: Readonly<Session['startup']>;
}
