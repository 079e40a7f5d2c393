import assert from 'node:assert/strict';
import { it } from 'node:test';
import { restartDelay } from './restart-delay.ts';

it('starts again at once after the first death, and waits longer after each further one, up to 10 s', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 20].map(restartDelay), [0, 0, 250, 500, 1000, 10_000]);
});
