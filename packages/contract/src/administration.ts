import { z } from 'zod';
import { CheckResult } from './check.ts';
import { SessionEvent, Timestamp } from './session.ts';

/** How much longer a session may run, counted from when it would end. */
export const ExtendRequest = z.strictObject({ minutes: z.int().min(1).max(10_080) });

export const SetPasswordRequest = z.strictObject({ password: z.string().min(12).max(1024) });

/** The caller's own. */
export const ChangePasswordRequest = z.strictObject({
  oldPassword: z.string().min(1).max(1024),
  password: z.string().min(12).max(1024),
});

/** What `POST /sessions?dryRun=true` found; nothing was created. */
export const DryRunReply = z.object({ ok: z.boolean(), checks: z.array(CheckResult) });
export type DryRunReply = z.infer<typeof DryRunReply>;

export const ListEventsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(200),
  cursor: z.string().optional(),
});

/** Oldest first. */
export const SessionEventPage = z.object({
  items: z.array(SessionEvent),
  nextCursor: z.string().nullable(),
});
export type SessionEventPage = z.infer<typeof SessionEventPage>;

export const SessionLog = z.object({
  source: z.string(),
  sources: z.array(z.string()).describe('what may be asked for'),
  text: z.string().describe('the newest lines, oldest first'),
});
export type SessionLog = z.infer<typeof SessionLog>;

export const DriverCapacity = z.object({
  driver: z.string(),
  cpu: z.object({ total: z.number(), used: z.number() }),
  memoryMiB: z.object({ total: z.number(), used: z.number() }),
  sessions: z.int(),
});
export type DriverCapacity = z.infer<typeof DriverCapacity>;

export const DriverSummary = z.object({
  name: z.string(),
  bootDeadlineSeconds: z.number(),
  logSources: z.array(z.string()),
  /** Null where the driver did not answer; `problem` says why. */
  capacity: DriverCapacity.nullable(),
  problem: z.string().nullable(),
});
export type DriverSummary = z.infer<typeof DriverSummary>;

/** Something that carries our name and belongs to no session. */
export const Orphan = z.object({
  driver: z.string(),
  externalName: z.string(),
  session: z.string().nullable(),
  what: z.string(),
  firstSeenAt: Timestamp,
});
export type Orphan = z.infer<typeof Orphan>;

/** A profile file that could not be used. */
export const ProfileProblem = z.object({
  file: z.string(),
  line: z.int().nullable(),
  problem: z.string(),
});
export type ProfileProblem = z.infer<typeof ProfileProblem>;

/**
 * What the event stream sends: `event: session` with a full session as data; to administrators `event: users`, without
 * anything, when there is another user or one less.
 */
export const eventNames = { session: 'session', users: 'users' } as const;
