import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clockModulus } from '../workload/strip.ts';
import { summarise } from './frames.ts';

const base = 1_800_000_000_000;

describe('frames shown', () => {
  it('counts new clocks per second, and how late each was seen', () => {
    const samples = [20, 30, 40].map((late, index) => {
      const painted = base + index * 100;
      return { clock: painted % clockModulus, seenAt: painted + late };
    });
    assert.deepEqual(summarise(samples, 300), { fps: 10, glassP50Ms: 30, glassP95Ms: 39 });
  });
  it('is not thrown by the clock beginning anew', () => {
    const seenAt = Math.ceil(base / clockModulus) * clockModulus + 5;
    assert.equal(summarise([{ clock: clockModulus - 10, seenAt }], 1000).glassP50Ms, 15);
  });
  it('shows a clock that is ahead as negative, not as hours', () => {
    assert.equal(summarise([{ clock: (base + 3) % clockModulus, seenAt: base }], 1000).glassP50Ms, -3);
  });
});
