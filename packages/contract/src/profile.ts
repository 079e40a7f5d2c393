import { z } from 'zod';
import { screenSide } from './screen-side.ts';

export const ProfileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'use 1 to 32 of a–z, 0–9 and -, not starting with -');

const Gpu = z
  .union([
    z.literal(0),
    z.strictObject({
      count: z.int().min(0).default(0),
      type: z.string().default('any'),
      slots: z.int().min(1).default(1),
      vramMiB: z.int().min(0).default(0),
    }),
  ])
  .transform(gpu => (gpu === 0 ? { count: 0, type: 'any', slots: 1, vramMiB: 0 } : gpu));

/** What a session may use. Enforced by the driver, or the launch is refused. 0 means no limit. */
export const Resources = z.strictObject({
  cpu: z.number().min(0).default(2).describe('cores'),
  memoryMiB: z.int().min(0).default(4096),
  processes: z.int().min(0).default(4096).describe('processes and threads'),
  homeMiB: z.int().min(0).default(0).describe('size of the home; 0 = as much as the disk has'),
  gpu: Gpu.prefault(0),
});
export type Resources = z.infer<typeof Resources>;

export const Mount = z.strictObject({
  source: z.string().startsWith('/'),
  target: z.string().startsWith('/'),
  readOnly: z.boolean().default(true),
});
export type Mount = z.infer<typeof Mount>;

const side = z.int().min(screenSide.min).max(screenSide.max);

export const Profile = z.strictObject({
  name: ProfileName,
  title: z.string().min(1).max(80),
  description: z.string().max(300).default(''),
  kind: z.enum(['desktop', 'app']),
  command: z.array(z.string().min(1)).min(1),
  /** True where a person may give a command of their own in place of `command`. */
  customCommand: z.boolean().default(false),
  /** Debian and Fedora package names that provide the program, for the remedy of an unavailable profile. */
  packages: z
    .strictObject({ apt: z.array(z.string()), dnf: z.array(z.string()) })
    .partial()
    .default({}),
  engine: z.enum(['berth', 'dcv']).default('berth'),
  image: z.record(z.string(), z.string()).default({}),
  resources: Resources.prefault({}),
  display: z
    .strictObject({
      width: side.default(1920),
      height: side.default(1080),
      dpi: z.int().min(48).max(384).default(96),
      maxFps: z.int().min(1).max(240).default(60),
    })
    .prefault({}),
  limits: z
    .strictObject({
      timeMinutes: z.int().min(0).default(720).describe('0 = no limit'),
      idleMinutes: z.int().min(0).default(120).describe('0 = no limit'),
    })
    .prefault({}),
  mounts: z.array(Mount).default([]),
  ports: z.array(z.int().min(1).max(65535)).default([]),
  drivers: z.array(z.string()).default(['local', 'docker', 'kubernetes', 'slurm']),
  placement: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  pricePerHour: z.record(z.string(), z.number()).default({}),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
});
export type Profile = z.infer<typeof Profile>;

/** A profile as the gallery shows it. */
export const ProfileSummary = z.object({
  name: ProfileName,
  title: z.string(),
  description: z.string(),
  kind: z.enum(['desktop', 'app']),
  customCommand: z.boolean(),
  drivers: z.array(z.string()),
  display: z.object({ width: z.int(), height: z.int(), dpi: z.int(), maxFps: z.int() }),
  resources: z.object({ cpu: z.number(), memoryMiB: z.int(), gpu: z.object({ count: z.int() }) }),
  available: z.boolean(),
  /** What is missing and the command that installs it; null when available. */
  unavailable: z.object({ missing: z.string(), remedy: z.string() }).nullable(),
});
export type ProfileSummary = z.infer<typeof ProfileSummary>;
