import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeResults } from '../testing/made-up-results.ts';
import { busyWarning } from './busy-warning.ts';

describe('the warning of a busy machine', () => {
  it('heeds what ran at the start and not in the minute before', () => {
    assert.equal(busyWarning({ ...makeResults([]), loadAtStart: 3, busyPercentAtStart: 2 }), null);
    assert.match(
      busyWarning({ ...makeResults([]), loadAtStart: 0, busyPercentAtStart: 40 }) ?? '',
      /40 % of it/,
    );
  });
  it('heeds the load average of results that know no better', () => {
    assert.match(
      busyWarning({ ...makeResults([]), loadAtStart: 2.7, busyPercentAtStart: null }) ?? '',
      /average of 2\.7/,
    );
  });
});
