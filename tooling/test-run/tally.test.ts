import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultLine } from './result-line.ts';
import { tally } from './tally.ts';

const line = (given: Partial<ResultLine>): ResultLine => ({
  name: 'it',
  nesting: 0,
  passed: true,
  isSuite: false,
  skip: null,
  todo: false,
  milliseconds: 1,
  failureType: null,
  error: null,
  ...given,
});
const nothing: ReadonlySet<string> = new Set();

describe('tally', () => {
  it('counts leaves, not the suites and tests around them', () => {
    const { passed } = tally(
      [
        line({ nesting: 1 }),
        line({ nesting: 1 }),
        line({ isSuite: true }),
        line({ nesting: 1 }),
        line({}),
        line({}),
      ],
      nothing,
    );
    assert.equal(passed, 4);
  });

  it('counts a failed child once, not again in its parent', () => {
    const { failures } = tally(
      [
        line({ nesting: 1, passed: false, failureType: 'testCodeFailure', error: 'child' }),
        line({ passed: false, failureType: 'subtestsFailed', error: 'parent' }),
      ],
      nothing,
    );
    assert.deepEqual(
      failures.map(({ error }) => error),
      ['child'],
    );
  });

  it('counts a parent whose own hook failed', () => {
    const { failures, passed } = tally(
      [
        line({ nesting: 1 }),
        line({ isSuite: true, passed: false, failureType: 'hookFailed', error: 'after' }),
      ],
      nothing,
    );
    assert.equal(passed, 1);
    assert.deepEqual(
      failures.map(({ error }) => error),
      ['after'],
    );
  });

  it('accepts a skip only for a reason of the list', () => {
    const { skipped, failures } = tally(
      [line({ skip: 'gpu: there is none' }), line({ skip: '' }), line({ skip: 'flaky' })],
      nothing,
    );
    assert.equal(skipped, 1);
    assert.equal(failures.length, 2);
  });

  it('fails a skip for something that the run requires', () => {
    const { skipped, failures } = tally([line({ skip: 'gpu: there is none' })], new Set(['gpu']));
    assert.equal(skipped, 0);
    assert.match(failures[0]?.error ?? '', /requires gpu/);
  });
});
