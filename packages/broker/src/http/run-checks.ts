import type { Check, CheckResult } from '@berth/contract';
import { Operation } from '@berth/kernel';

const CHECK_LIMIT = 10_000;

/** Runs checks in order; one whose needs have failed is skipped, and one that breaks fails with the error as evidence. */
export async function runChecks(checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const failed = new Set<string>();
  for (const check of checks) {
    const result = await runCheck(check, failed);
    if (result.verdict === 'fail' || result.verdict === 'skip') failed.add(check.id);
    results.push(result);
  }
  return results;
}

async function runCheck(check: Check, failed: ReadonlySet<string>): Promise<CheckResult> {
  const base = {
    id: check.id,
    title: check.title,
    cause: null,
    remedy: null,
    fixable: check.fix !== undefined,
  };
  const missing = check.needs?.find(need => failed.has(need));
  if (missing) return { ...base, verdict: 'skip', evidence: `needs ${missing}, which has not passed` };
  try {
    const op = Operation.within(check.id, CHECK_LIMIT);
    const { verdict, evidence, cause, remedy } = await op.race(check.run(op));
    return { ...base, verdict, evidence, cause: cause ?? null, remedy: remedy ?? null };
  } catch (error) {
    const evidence = error instanceof Error ? error.message : String(error);
    return { ...base, verdict: 'fail', evidence, cause: 'The check itself broke.' };
  }
}
