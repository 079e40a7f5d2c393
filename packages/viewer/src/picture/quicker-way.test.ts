import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QuickerWay } from './quicker-way.ts';

const fullHd = 1920 * 1080;

/** Where a frame of full HD takes so many milliseconds to draw, or to convert. Gives what was chosen for each of 20 frames. */
function chosen(costs: { draw: number; convert: number }, pixelsOf = (_index: number) => fullHd) {
  const way = new QuickerWay();
  return Array.from({ length: 20 }, (_, index) => {
    const pixels = pixelsOf(index);
    const next = way.next(pixels);
    way.note(next, (costs[next] * pixels) / fullHd + (index % 5 === 1 ? 30 : 0), pixels);
    return next;
  });
}

describe('the quicker way', () => {
  it('converts where drawing is done without a GPU, after a few tries of each', () => {
    const ways = chosen({ draw: 7.4, convert: 1.9 });
    assert.equal(ways.slice(0, 8).filter(way => way === 'draw').length, 4);
    assert.ok(ways.slice(8).every(way => way === 'convert'));
  });
  it('draws where a GPU does', () => {
    assert.ok(
      chosen({ draw: 0.2, convert: 6 })
        .slice(8)
        .every(way => way === 'draw'),
    );
  });
  it('compares frames of all sizes, but learns nothing from tiny ones', () => {
    const sizes = chosen({ draw: 7.4, convert: 1.9 }, index => (index % 2 === 0 ? fullHd / 4 : fullHd));
    assert.equal(sizes.at(-1), 'convert');
    const tiny = (index: number) => (index === 0 ? fullHd : 900);
    assert.deepEqual([...new Set(chosen({ draw: 7.4, convert: 1.9 }, tiny))], ['draw']);
  });
  it('only draws in a browser that does not convert', () => {
    const way = new QuickerWay();
    way.giveUpConverting();
    for (let index = 0; index < 10; index++) way.note('draw', 7, fullHd);
    assert.equal(way.next(fullHd), 'draw');
  });
});
