import { z } from 'zod';
import { Mount, Resources } from './profile.ts';
import { ReasonCode, SessionIdText, Size } from './session.ts';

/**
 * What a driver needs to run one session. It is versioned because a keeper or host of an older Berth goes on across
 * an upgrade. The bootstrap token is not in it: it travels beside it, so that this can be shown and logged.
 */
export const LaunchJob = z.object({
  version: z.literal(1),
  session: SessionIdText,
  externalName: z.string(),
  /** Increases with each start of the same session, so that a late word from an earlier run is known for what it is. */
  generation: z.int().min(1),
  owner: z.object({ name: z.string(), uid: z.int().min(1), gid: z.int().min(1) }),
  profile: z.string(),
  kind: z.enum(['desktop', 'app']),
  command: z.array(z.string()).min(1),
  env: z.record(z.string(), z.string()),
  size: Size,
  dpi: z.int(),
  maxFps: z.int(),
  resources: Resources,
  mounts: z.array(Mount),
  /** What the host dials: `unix:/path` on one machine, otherwise `https://…`. */
  hostUrl: z.string(),
  /** SHA-256 of the gateway's certificate (DER), hex, which the host pins; null over a unix socket. */
  gatewayFingerprint: z.string().nullable(),
});
export type LaunchJob = z.infer<typeof LaunchJob>;

/** Where in its life a run is, as the keeper writes it and the driver reads it. */
export const RunReport = z.object({
  version: z.literal(1),
  session: SessionIdText,
  generation: z.int(),
  stage: z.enum(['building', 'starting', 'up', 'ending', 'ended']),
  /** Set when ended (or ending): why. */
  reason: z.object({ code: ReasonCode, message: z.string() }).nullable(),
  /** Process ids on the machine, for the doctor and for tests; null where not running. */
  processes: z.record(z.string(), z.int().nullable()),
});
export type RunReport = z.infer<typeof RunReport>;
