import { LaunchJob } from '@berth/contract';
import { z } from 'zod';

/** What the keeper writes to the host's stdin, as one line of JSON. The pipe stays open: its end means the keeper is gone. */
export const HostStart = z.object({
  job: LaunchJob,
  /** One-time, but also what a restarted host derives its link key from (ADR 0001). Never on a disk, never logged. */
  bootstrapToken: z.string(),
  /** MIT-MAGIC-COOKIE-1, hex. */
  xCookie: z.string().regex(/^[0-9a-f]{32}$/),
  /** The X server's socket. */
  xSocket: z.string(),
  /** The host's own folder (0700), for what must outlive a kill of it. */
  folder: z.string(),
});
export type HostStart = z.infer<typeof HostStart>;
