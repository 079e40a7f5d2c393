import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Trials } from './trials.ts';

it('tries ever more seldom what is of no use, and at once again what was', () => {
  const trials = new Trials();
  const tried: number[] = [];
  for (let now = 0; now < 2000; now++) {
    if (!trials.isDue(now)) continue;
    tried.push(now);
    trials.note(false, now);
  }
  const pauses = tried.slice(1).map((at, index) => at - (tried[index] ?? 0));
  assert.deepEqual(pauses.slice(0, 5), [16, 32, 64, 128, 250]);
  trials.note(true, 2000);
  assert.ok(trials.isDue(2000));
  trials.note(false, 2001);
  assert.ok(trials.isDue(2002));
  trials.note(false, 2002);
  assert.ok(!trials.isDue(2017) && trials.isDue(2018));
});
