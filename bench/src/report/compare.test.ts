import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeResults, makeRow } from '../testing/made-up-results.ts';
import { compare as compareAsked, confirmed, describeChanges, differencesOf } from './compare.ts';
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
      [['glassP50Ms', 'worse', '2.9']],
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
  it('takes runs that happen to agree for no more than twice as steady as that figure usually is', () => {
    const noisy = (value: number, ranges: readonly number[]) =>
      makeResults(
        ranges.map((range, index) =>
          makeRow('berth', `w${index}`, { bytesPerSecond: value }, { bytesPerSecond: range }),
        ),
      );
    const all = { ...asked, workloads: ['w0', 'w1', 'w2', 'w3'] };
    const changes = (ranges: readonly number[]) =>
      compareAsked(noisy(100_000, ranges), noisy(107_000, ranges), all);
    assert.deepEqual(changes([10, 9000, 9000, 10_000]), []);
    assert.equal(changes([10, 20, 20, 10]).length, 4);
  });
  it('finds 5 ms more of a key and a tenth fewer frames among runs as noisy as real ones', () => {
    const real = (key: number, fps: number) =>
      makeResults([
        makeRow('berth', 'idle', { inputP50Ms: key }, { inputP50Ms: 1.8 }),
        makeRow('berth', 'scroll', { inputP50Ms: 15.4, fps }, { inputP50Ms: 11.6, fps: 1.2 }),
        makeRow('berth', 'rects', { inputP50Ms: 10.7, fps: 58.6 }, { inputP50Ms: 5, fps: 2.6 }),
        makeRow('berth', 'photo', { inputP50Ms: 13.1, fps: 59.3 }, { inputP50Ms: 4.6, fps: 10.8 }),
      ]);
    const changes = compareAsked(real(6.3, 59.9), real(11.3, 53.9), {
      ...asked,
      workloads: ['idle', 'scroll', 'rects', 'photo'],
    });
    assert.deepEqual(
      changes.map(({ workload, figure, verdict }) => [workload, figure, verdict]),
      [
        ['idle', 'inputP50Ms', 'worse'],
        ['scroll', 'fps', 'worse'],
      ],
    );
  });
  it('keeps what a second look shows too', () => {
    const [first, again] = [50, 51].map(fps =>
      compare(photo({ fps: 58, ssim: 0.99 }), photo({ fps, ssim: fps === 50 ? 0.9 : 0.99 })),
    );
    assert.deepEqual(
      confirmed(first ?? [], again ?? []).map(({ figure }) => figure),
      ['fps'],
    );
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
  it('compares memory only where the same systems ran side by side: they divide what they share', () => {
    const pss = (mib: number, ...others: readonly string[]) =>
      makeResults([
        makeRow('berth', 'photo', { serverPssMiB: mib }),
        ...others.map(system => makeRow(system, 'photo', { serverPssMiB: 60 })),
      ]);
    assert.equal(compare(pss(200, 'xpra'), pss(250, 'xpra')).length, 1);
    assert.deepEqual(compare(pss(200, 'xpra'), pss(250)), []);
    assert.equal(differencesOf(pss(200, 'xpra'), pss(250)).length, 1);
  });
  it('leaves alone what only the later side has', () => {
    assert.deepEqual(compare(photo({ ssim: null }), photo({ ssim: 0.9 })), []);
    assert.match(describeChanges([]), /Nothing changed/);
  });
});
