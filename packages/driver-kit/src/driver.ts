import type { Check, LaunchJob, Profile, Reason, RunReport } from '@berth/contract';
import type { Json, Operation, Secret } from '@berth/kernel';

/** What the broker stores for a launched session and never reads. Versioned: an old one must be understood for ever. */
export interface Handle {
  readonly version: number;
  readonly [key: string]: Json;
}

/** One look at one session. `unknown` means that the look failed: it is stale, and moves nothing. */
export type Sighting =
  | { readonly session: string; readonly presence: 'alive'; readonly report: RunReport | null }
  | { readonly session: string; readonly presence: 'gone'; readonly reason: Reason }
  | { readonly session: string; readonly presence: 'unknown'; readonly why: string };

/** Something of ours that the broker does not know: left over, or from a lost database. */
export interface Stray {
  readonly externalName: string;
  readonly session: string | null;
  readonly since: number;
  readonly what: string;
}

export interface Availability {
  readonly available: boolean;
  /** What is missing and the command that installs it; null when available. */
  readonly missing: { readonly what: string; readonly remedy: string } | null;
}

export interface Capacity {
  readonly cpu: { readonly total: number; readonly used: number };
  readonly memoryMiB: { readonly total: number; readonly used: number };
  readonly sessions: number;
}

export interface LaunchRequest {
  readonly job: LaunchJob;
  /** Proves once that the host is ours. Never in argv, environment of other users, or a world-readable file. */
  readonly bootstrapToken: Secret;
}

/**
 * Places sessions on one kind of machine. Every verb is idempotent and finds a lost reply by the session id.
 * Verbs throw `failures.DRIVER_REFUSED` (will not work if repeated) or `failures.DRIVER_FAILED` (may work later).
 * Disposing ends what the driver itself still does; sessions go on.
 */
export interface Driver extends Partial<AsyncDisposable> {
  /** As in `profile.drivers` and in the URL: `local`, `docker`, … */
  readonly name: string;
  /** Milliseconds within which a launched session's host is expected to register. */
  readonly bootDeadline: number;
  /** Whether `profile` could run here at all, cheaply and without side effects. */
  validate(op: Operation, profile: Profile): Promise<Availability>;
  /** Everything that `launch` would refuse, found without creating anything. Throws the failure. */
  dryRun(op: Operation, job: LaunchJob): Promise<void>;
  /** Starts the run, or returns the handle of the one that a lost reply left behind (same session and generation). */
  launch(op: Operation, request: LaunchRequest): Promise<Handle>;
  /** One look at all of them together. A failing scheduler answers `unknown` for each, never an exception for some. */
  observe(op: Operation, handles: ReadonlyMap<string, Handle>): Promise<readonly Sighting[]>;
  /** Takes up a handle after a restart of the broker; null when the run is gone. */
  recover(op: Operation, session: string): Promise<Handle | null>;
  /** Asks the run to end. It is over when `observe` says gone. */
  stop(op: Operation, session: string, handle: Handle): Promise<void>;
  /** Ends the run by force and removes all that it left but the home. Also for a run that is half built or gone. */
  destroy(op: Operation, session: string, handle: Handle | null): Promise<void>;
  /** The session is deleted for good: removes what was kept to explain it, such as logs. Its run is gone already. */
  forget(op: Operation, session: string): Promise<void>;
  /** The newest lines of one source (`keeper`, `x`, `desktop`, `host`), oldest first. */
  logs(op: Operation, session: string, source: string, maxBytes: number): Promise<string>;
  readonly logSources: readonly string[];
  strays(op: Operation, known: ReadonlySet<string>): Promise<readonly Stray[]>;
  capacity(op: Operation): Promise<Capacity>;
  /** What the doctor asks about this driver. */
  readonly checks: readonly Check[];
}
