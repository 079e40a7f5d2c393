import { z } from 'zod';

/**
 * What the local driver has prepared for one run, and where: `plan.json` in the session folder. The keeper reads it;
 * the driver reads it again to clear a run whose keeper is gone. It holds no secret.
 */
export const RunPlan = z.object({
  version: z.literal(1),
  session: z.string(),
  generation: z.int(),
  /** True where Berth is root: the sandbox changes to the owner's uid. Otherwise it is a user namespace. */
  privileged: z.boolean(),
  /** The home on this machine, and whether it is an image of limited size, mounted there. */
  home: z.object({ path: z.string(), image: z.string().nullable() }),
  logFolder: z.string(),
  codeFolder: z.string(),
  hostProgram: z.string(),
  /** With what Node runs the host; compiled modules are kept for exactly these. */
  nodeOptions: z.array(z.string()).default([]),
  dataFolder: z.string(),
  runFolder: z.string(),
  /** Folders of cgroups, one per hierarchy; empty where nothing is enforced. */
  cgroups: z.object({
    sandbox: z.array(z.string()),
    host: z.array(z.string()),
    keeper: z.array(z.string()),
  }),
});
export type RunPlan = z.infer<typeof RunPlan>;
