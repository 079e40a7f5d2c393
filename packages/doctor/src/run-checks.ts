import type { Check, CheckReport, CheckResult, CheckVerdict, Finding } from '@berth/contract';
import { Operation } from '@berth/kernel';

export interface RunOptions {
  /** Whether checks that fail may mend what they found. */
  readonly fix: boolean;
  /** Milliseconds that one check (or one mending) may take. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** Runs every check once, side by side, each after those it needs. A check that throws or hangs has failed. */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<CheckReport> {
  refuseWrongNeeds(checks);
  const running = new Map<string, Promise<CheckResult>>();
  const resultOf = (check: Check): Promise<CheckResult> => {
    const known = running.get(check.id);
    if (known) return known;
    const result = runAfterNeeds(check);
    running.set(check.id, result);
    return result;
  };
  const runAfterNeeds = async (check: Check): Promise<CheckResult> => {
    for (const need of check.needs ?? []) {
      const needed = checks.find(one => one.id === need);
      const result = needed ? await resultOf(needed) : null;
      if (result && (result.verdict === 'fail' || result.verdict === 'skip')) {
        return toResult(check, {
          verdict: 'skip',
          evidence: `not looked at, because "${result.title}" ${result.verdict === 'fail' ? 'failed' : 'was skipped'}`,
        });
      }
    }
    return runOne(check, options);
  };
  const results = await Promise.all(checks.map(resultOf));
  return { verdict: worst(results.map(result => result.verdict)), checks: results };
}

async function runOne(check: Check, options: RunOptions): Promise<CheckResult> {
  const found = await look(check, options);
  const wrong = found.verdict === 'fail' || found.verdict === 'warn';
  if (!options.fix || !wrong || !check.fix) return toResult(check, found);
  try {
    const op = Operation.within(`mend ${check.id}`, options.timeout, options.signal);
    await op.race(check.fix(op));
  } catch (error) {
    return toResult(check, {
      ...found,
      evidence: `${found.evidence}; mending it failed: ${messageOf(error)}`,
    });
  }
  const after = await look(check, options);
  return toResult(check, { ...after, evidence: `${after.evidence} (mended; before: ${found.evidence})` });
}

async function look(check: Check, { timeout, signal }: RunOptions): Promise<Finding> {
  const op = Operation.within(check.id, timeout, signal);
  try {
    // A check may throw before it returns its promise.
    return await op.race((async () => check.run(op))());
  } catch (error) {
    return op.signal.aborted
      ? { verdict: 'fail', evidence: `no answer within ${timeout / 1000} s`, cause: 'the check hangs' }
      : { verdict: 'fail', evidence: messageOf(error), cause: 'the check itself broke' };
  }
}

function toResult(check: Check, finding: Finding): CheckResult {
  const wrong = finding.verdict === 'fail' || finding.verdict === 'warn';
  return {
    id: check.id,
    title: check.title,
    verdict: finding.verdict,
    evidence: finding.evidence,
    cause: finding.cause ?? null,
    remedy: finding.remedy ?? null,
    fixable: wrong && check.fix !== undefined,
  };
}

/** A need that does not exist, or that waits for itself, would hang or be ignored: both are bugs. */
function refuseWrongNeeds(checks: readonly Check[]): void {
  const byId = new Map(checks.map(check => [check.id, check]));
  if (byId.size !== checks.length) throw new Error('two checks have the same id');
  const visit = (id: string, path: readonly string[]) => {
    if (path.includes(id)) throw new Error(`checks need each other: ${[...path, id].join(' → ')}`);
    const check = byId.get(id);
    if (!check) throw new Error(`check ${path.at(-1)} needs ${id}, which does not exist`);
    for (const need of check.needs ?? []) visit(need, [...path, id]);
  };
  for (const check of checks) visit(check.id, []);
}

function worst(verdicts: readonly CheckVerdict[]): CheckVerdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('warn') ? 'warn' : 'pass';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
