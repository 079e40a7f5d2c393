import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { medianOf, quantile, rangeOf } from './statistics.ts';

describe('statistics', () => {
  it('interpolates between neighbours', () => {
    assert.equal(quantile([40, 10, 20, 30], 0.5), 25);
    assert.equal(quantile([1, 2, 3], 1), 3);
  });
  it('has no quantile of nothing', () => assert.equal(quantile([], 0.95), null));
  it('leaves out runs that could not be taken', () => {
    assert.equal(medianOf([null, 5, 7, null]), 6);
    assert.equal(medianOf([null]), null);
  });
  it('knows no noise from one run', () => {
    assert.equal(rangeOf([3, null]), null);
    assert.equal(rangeOf([3, 9, 4]), 6);
  });
});
