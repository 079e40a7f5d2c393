import type { Operation } from '@berth/kernel';
import { z } from 'zod';

export const CheckVerdict = z.enum(['pass', 'warn', 'fail', 'skip']);
export type CheckVerdict = z.infer<typeof CheckVerdict>;

/** What one check found. `cause` and `remedy` are null when it passed. */
export const CheckResult = z.object({
  id: z.string(),
  title: z.string(),
  verdict: CheckVerdict,
  evidence: z.string(),
  cause: z.string().nullable(),
  remedy: z.string().nullable(),
  fixable: z.boolean(),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const CheckReport = z.object({ verdict: CheckVerdict, checks: z.array(CheckResult) });
export type CheckReport = z.infer<typeof CheckReport>;

export interface Finding {
  readonly verdict: CheckVerdict;
  /** What was seen: a path, a version, an exit code. */
  readonly evidence: string;
  readonly cause?: string;
  readonly remedy?: string;
}

/** One question about the machine or the installation. It lives beside what it judges; the doctor gathers them. */
export interface Check {
  /** Dotted and stable, such as `local.x-server`. */
  readonly id: string;
  readonly title: string;
  /** Ids of checks that must not have failed; otherwise this one is skipped. */
  readonly needs?: readonly string[];
  run(op: Operation): Promise<Finding>;
  /** Mends what `run` finds, where that is safe to do unasked for more than permission. */
  fix?(op: Operation): Promise<void>;
}
