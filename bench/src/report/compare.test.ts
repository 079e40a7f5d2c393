import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeResults, makeRow } from '../testing/made-up-results.ts';
import { compare as compareAsked, describeChanges, differencesOf } from './compare.ts';
import type { Figures, Results } from './results.ts';

const photo = (given: Partial<Figures>, noise: Partial<Figures> = {}) =>
  makeResults([makeRow('berth', 'photo', given, noise)]);

const asked = { workloads: ['photo'], screens: [{ width: 1280, height: 720 }] };
const compare = (before: Results, after: Results) => compareAsked(before, after, asked);

describe('comparing two results', () => {
  it('finds 5 ms more when the runs differ by less', () => {
    const changes = compare(
      photo({ glassP50Ms: 20 }, { glassP50Ms: 1 }),
      photo({ glassP50Ms: 25 }, { glassP50Ms: 2 }),
    );
    assert.deepEqual(
      changes.map(({ figure, verdict, noise }) => [figure, verdict, noise.toFixed(1)]),
      [['glassP50Ms', 'worse', '4.1']],
    );
  });
  it('finds a tenth fewer frames', () => {
    const [change] = compare(photo({ fps: 58 }, { fps: 1 }), photo({ fps: 52 }, { fps: 1 }));
    assert.equal(change?.verdict, 'worse');
  });
  it('says nothing of what lies within the noise', () => {
    assert.deepEqual(
      compare(photo({ glassP95Ms: 40 }, { glassP95Ms: 6 }), photo({ glassP95Ms: 48 }, { glassP95Ms: 3 })),
      [],
    );
  });
  it('takes runs that happen to agree for no steadier than that figure mostly is', () => {
    const noisy = (value: number, ranges: readonly number[]) =>
      makeResults(
        ranges.map(range => makeRow('berth', 'photo', { bytesPerSecond: value }, { bytesPerSecond: range })),
      );
    assert.deepEqual(compare(noisy(100_000, [10, 9000, 10_000]), noisy(110_000, [10, 9000, 10_000])), []);
    assert.equal(compare(noisy(100_000, [10, 20, 10]), noisy(110_000, [10, 20, 10])).length, 3);
  });
  it('asks for a fifth where the noise is not known', () => {
    const single = (value: number) => photo({ inputP50Ms: value }, { inputP50Ms: null });
    assert.deepEqual(compare(single(30), single(35)), []);
    assert.equal(compare(single(30), single(37)).length, 1);
  });
  it('finds worse what Berth no longer gives, by figure and by row', () => {
    const lost = compare(photo({ ssim: 0.9 }), photo({ ssim: null }));
    assert.deepEqual(
      lost.map(({ figure, after, verdict }) => [figure, after, verdict]),
      [['ssim', null, 'worse']],
    );
    assert.match(describeChanges(lost), /ssim: 0\.9 → lost/);
    assert.equal(compare(photo({ fps: 58, ssim: 0.9 }), makeResults([])).length, 2);
  });
  it('does not miss what was not asked for, nor what a peer lost', () => {
    assert.deepEqual(compare(makeResults([makeRow('berth', 'rects', { fps: 58 })]), makeResults([])), []);
    assert.deepEqual(compare(makeResults([makeRow('xpra', 'photo', { fps: 58 })]), makeResults([])), []);
  });
  it('says when the machine or the number of runs is another', () => {
    const now = photo({ fps: 58 });
    assert.deepEqual(differencesOf(now, now), []);
    const before = {
      ...now,
      machine: { ...now.machine, cores: 8 },
      rows: now.rows.map(row => ({ ...row, runs: 1 })),
    };
    assert.equal(differencesOf(before, now).length, 2);
  });
  it('leaves alone what only the later side has', () => {
    assert.deepEqual(compare(photo({ ssim: null }), photo({ ssim: 0.9 })), []);
    assert.match(describeChanges([]), /Nothing changed/);
  });
});
