import { LaunchJob, Profile } from '@berth/contract';
import { z } from 'zod';

/**
 * What was asked for, frozen when the session was created: a profile edited later changes new sessions only.
 * `timeLimitMinutes` is null for no limit.
 */
export const LaunchPlan = LaunchJob.pick({
  kind: true,
  command: true,
  env: true,
  size: true,
  dpi: true,
  maxFps: true,
  resources: true,
  mounts: true,
}).extend({ profile: Profile.shape.name, timeLimitMinutes: z.int().nullable() });
export type LaunchPlan = z.infer<typeof LaunchPlan>;
