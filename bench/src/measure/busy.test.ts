import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { busyPercent } from './busy.ts';

describe('how busy the machine is', () => {
  it('is what was neither idle nor waiting for a disk, of all CPUs', () => {
    const before = 'cpu  100 0 100 1000 50 0 0 0 0 0\ncpu0 1 2 3 4';
    const after = 'cpu  110 5 105 1150 70 0 5 5 99 0\ncpu0 1 2 3 4';
    assert.equal(busyPercent(before, after), 15);
  });
  it('is nothing where no tick went by', () => {
    assert.equal(busyPercent('cpu  1 0 1 1 0 0 0 0 0 0', 'cpu  1 0 1 1 0 0 0 0 0 0'), 0);
  });
});
