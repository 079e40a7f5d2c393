import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check, Finding } from '@berth/contract';
import { checkForLeaks } from '@berth/testing';
import { reportText } from './report-text.ts';
import { runChecks } from './run-checks.ts';

checkForLeaks();

function check(id: string, run: () => Promise<Finding> | Finding, more: Partial<Check> = {}): Check {
  return { id, title: `Title of ${id}`, run: async () => run(), ...more };
}
const pass: Finding = { verdict: 'pass', evidence: 'seen' };
const fail: Finding = { verdict: 'fail', evidence: 'seen', cause: 'broken', remedy: 'mend it' };
const options = { fix: false, timeout: 5000 };

test('the report has the checks in their order, and the worst verdict', async () => {
  const warn: Finding = { verdict: 'warn', evidence: 'nearly' };
  const report = await runChecks([check('a', () => pass), check('b', () => warn)], options);
  assert.equal(report.verdict, 'warn');
  assert.deepEqual(
    report.checks.map(one => [one.id, one.verdict]),
    [
      ['a', 'pass'],
      ['b', 'warn'],
    ],
  );
});

test('a check whose need failed is skipped, and what needs that too', async () => {
  const checks = [
    check('c', () => pass, { needs: ['b'] }),
    check('b', () => pass, { needs: ['a'] }),
    check('a', () => fail),
  ];
  const report = await runChecks(checks, options);
  assert.deepEqual(
    report.checks.map(one => one.verdict),
    ['skip', 'skip', 'fail'],
  );
  assert.match(report.checks[1]?.evidence ?? '', /"Title of a" failed/);
});

test('a check that crashes has failed, and the others go on', async () => {
  const crash = check('a', () => {
    throw new Error('no such thing');
  });
  const report = await runChecks([crash, check('b', () => pass)], options);
  assert.deepEqual(
    report.checks.map(one => [one.verdict, one.evidence]),
    [
      ['fail', 'no such thing'],
      ['pass', 'seen'],
    ],
  );
});

test('a check that hangs has failed', async () => {
  const hang = check('a', () => new Promise(() => undefined));
  // AbortSignal.timeout does not keep the process alive, as nothing else does here.
  const alive = setInterval(() => undefined, 1000);
  const report = await runChecks([hang], { fix: false, timeout: 10 });
  clearInterval(alive);
  assert.deepEqual([report.verdict, report.checks[0]?.cause], ['fail', 'the check hangs']);
});

test('with --fix what failed is mended and looked at again; without, it is only said to be fixable', async () => {
  let broken = true;
  const mendable = check('a', () => (broken ? fail : pass), {
    fix: async () => {
      broken = false;
    },
  });
  const before = await runChecks([mendable], options);
  assert.deepEqual([before.verdict, before.checks[0]?.fixable], ['fail', true]);
  const after = await runChecks([mendable], { ...options, fix: true });
  assert.deepEqual([after.verdict, after.checks[0]?.fixable], ['pass', false]);
});

test('needs that do not exist or go in a circle are bugs', async () => {
  await assert.rejects(runChecks([check('a', () => pass, { needs: ['b'] })], options), /needs b/);
  const circle = [check('a', () => pass, { needs: ['b'] }), check('b', () => pass, { needs: ['a'] })];
  await assert.rejects(runChecks(circle, options), /a → b → a/);
});

test('the text says why and what to do', async () => {
  const text = reportText(await runChecks([check('a', () => fail), check('b', () => pass)], options));
  assert.match(text, /FAIL {2}Title of a {2}seen\n {6}cause: {2}broken\n {6}remedy: mend it/);
  assert.match(text, /1 ok, 1 failed\.$/);
});
