import { sessionIdPattern, userIdPattern } from '@berth/kernel';
import { z } from 'zod';

export const sessionStates = ['pending', 'running', 'impaired', 'stopped', 'failed', 'deleted'] as const;
export const SessionState = z.enum(sessionStates);
export type SessionState = z.infer<typeof SessionState>;

export const sessionPhases = [
  'queued',
  'placing',
  'provisioning',
  'booting',
  'preparing',
  'probing',
  'ready',
  'impaired',
  'stopping',
  'stopped',
  'deleting',
  'deleted',
  'failed',
] as const;
export const SessionPhase = z.enum(sessionPhases);
export type SessionPhase = z.infer<typeof SessionPhase>;

/** The public summary of a phase: what scripts compare with. */
export const stateOfPhase: Readonly<Record<SessionPhase, SessionState>> = {
  queued: 'pending',
  placing: 'pending',
  provisioning: 'pending',
  booting: 'pending',
  preparing: 'pending',
  probing: 'pending',
  ready: 'running',
  impaired: 'impaired',
  stopping: 'pending',
  stopped: 'stopped',
  deleting: 'pending',
  deleted: 'deleted',
  failed: 'failed',
};

/** Why a session is where it is. Codes are documented in `docs/reference/reasons.md`. */
export const reasonCodes = [
  'requested',
  'waiting-for-capacity',
  'starting',
  'rebooted',
  'recovering',
  'logged-out',
  'app-exited',
  'app-failed',
  'stopped-by-user',
  'cancelled',
  'time-limit',
  'deadline-passed',
  'launch-refused',
  'launch-failed',
  'keeper-died',
  'x-server-died',
  'x-server-did-not-start',
  'sandbox-failed',
  'desktop-died',
  'host-silent',
  'media-stalled',
  'x-silent',
  'input-slow',
  'gone',
  'force-deleted',
] as const;
export const ReasonCode = z.enum(reasonCodes);
export type ReasonCode = z.infer<typeof ReasonCode>;
export const Reason = z.object({ code: ReasonCode, message: z.string() });
export type Reason = z.infer<typeof Reason>;

export const SessionIdText = z.string().regex(sessionIdPattern);
export const UserIdText = z.string().regex(userIdPattern);
export const Timestamp = z.iso.datetime().describe('RFC 3339, UTC');

export const Size = z.object({ width: z.int(), height: z.int() });
export type Size = z.infer<typeof Size>;

/** What the host last reported. `null` where nothing has been heard yet. */
export const Health = z.object({
  heardAt: Timestamp.nullable(),
  xServer: z.boolean().nullable(),
  media: z.boolean().nullable(),
  viewers: z.int().nonnegative(),
  /** True while the driver cannot say whether the session lives; its last known state is shown. */
  stale: z.boolean(),
});
export type Health = z.infer<typeof Health>;

export const StartupStep = z.object({ phase: SessionPhase, ms: z.int().nonnegative() });

export const Session = z.object({
  id: SessionIdText,
  name: z.string(),
  owner: z.string().describe("the owner's user name"),
  project: z.string().nullable(),
  profile: z.string(),
  driver: z.string().nullable().describe('null until a driver has been chosen'),
  state: SessionState,
  phase: SessionPhase,
  phaseSince: Timestamp.describe('when the present phase began'),
  reason: Reason.nullable(),
  size: Size,
  gpu: z.string().nullable(),
  url: z.string().describe('the viewer page of this session'),
  createdAt: Timestamp,
  readyAt: Timestamp.nullable(),
  endsAt: Timestamp.nullable(),
  health: Health,
  startup: z.array(StartupStep).describe('how long each phase of the last start took'),
});
export type Session = z.infer<typeof Session>;

export const SessionPage = z.object({
  items: z.array(Session),
  nextCursor: z.string().nullable(),
  total: z.int(),
});
export type SessionPage = z.infer<typeof SessionPage>;

export const SessionEvent = z.object({
  sequence: z.int(),
  at: Timestamp,
  session: SessionIdText,
  from: SessionPhase.nullable(),
  to: SessionPhase,
  reason: Reason.nullable(),
  actor: z.string().describe('a user name, or `berth` for the reconciler'),
});
export type SessionEvent = z.infer<typeof SessionEvent>;
