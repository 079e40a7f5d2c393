import type { Group } from './groups.ts';
import { type Plan, readPlan } from './options.ts';
import { runFile } from './run-file.ts';
import { type Failure, tally } from './tally.ts';

const globalTimeoutMs = 40 * 60_000;
const interruption = new AbortController();
const totals = { passed: 0, failed: 0, skipped: 0 };
const failed: string[] = [];
const started = performance.now();
const secondsOf = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

function timeLeftMs(group: Group): number {
  return Math.max(globalTimeoutMs, group.fileTimeoutMs) - (performance.now() - started);
}

async function runOne(path: string, group: Group, plan: Plan): Promise<void> {
  const fileTimeoutMs = Math.max(1, Math.min(group.fileTimeoutMs, timeLeftMs(group)));
  const run = await runFile(path, {
    testTimeoutMs: group.testTimeoutMs,
    fileTimeoutMs,
    signal: interruption.signal,
    handleOutput: group.isLong ? text => process.stdout.write(text.replaceAll(/^(?=.)/gm, '     | ')) : null,
  });
  const { passed, skipped, failures: told } = tally(run.lines, plan.required);
  const failures: Failure[] = [...told];
  const fail = (error: string) => failures.push({ name: path, error });
  if (run.timedOut)
    fail(`The file was not done after ${secondsOf(fileTimeoutMs)}: a test hangs, or something is left open.`);
  else if (run.exit !== 'code 0' && failures.length === 0) fail(`The file ended with ${run.exit}.`);
  else if (!run.complete && failures.length === 0) fail('The file ended itself before its tests were done.');
  else if (passed + skipped + failures.length === 0) fail('The file holds no test.');
  totals.passed += passed;
  totals.skipped += skipped;
  totals.failed += failures.length;

  const verdict = failures.length > 0 ? 'FAIL' : 'ok  ';
  const counts = `${passed}${skipped > 0 ? ` (${skipped} skipped)` : ''}`;
  console.log(`${verdict} ${path}  ${counts}  ${secondsOf(run.milliseconds)}`);
  for (const { name, error } of failures) {
    failed.push(`${path} › ${name}`);
    console.log(`     ✖ ${name}\n${error.replaceAll(/^/gm, '       ')}`);
  }
  if (failures.length > 0 && !group.isLong && run.output.trim() !== '')
    console.log(`     what it printed:\n${run.output.trimEnd().replaceAll(/^/gm, '     | ')}`);
}

async function runGroup(group: Group, files: readonly string[], plan: Plan): Promise<void> {
  console.log(`— ${group.name}: ${files.length} files`);
  const waiting = [...files];
  const work = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift())
      await runOne(path, group, plan);
  };
  await Promise.all(Array.from({ length: group.atOnce }, work));
}

async function main(): Promise<void> {
  const plan = await readPlan(process.argv.slice(2));
  if (plan.runs.length === 0) throw new Error('There is nothing to run.');
  for (const { group, files } of plan.runs) await runGroup(group, files, plan);
  interruption.signal.throwIfAborted();
  if (failed.length > 0) console.log(`\nFailed:\n${failed.map(name => `  ${name}`).join('\n')}`);
  console.log(`\nin ${secondsOf(performance.now() - started)}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () =>
    interruption.abort(new Error(`Interrupted by ${signal}; the rest was not run.`)),
  );

try {
  await main();
} catch (error) {
  totals.failed += 1;
  console.log(error instanceof Error ? error.message : String(error));
}
// The last line, and its form, are what other programs read.
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;
