import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boundingRect, type Rect } from '@berth/wire';
import { contains } from './damage-rects.ts';
import { losslessBudget } from './lossless-budget.ts';
import { LosslessTrial } from './lossless-trial.ts';
import { LossyArea } from './lossy-area.ts';
import { mergeRects } from './merge-rects.ts';
import { StageLog } from './stage-log.ts';
import { TileMap } from './tile-map.ts';

const rect = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });
const areaOf = (rects: readonly Rect[]) => rects.reduce((sum, r) => sum + r.width * r.height, 0);

describe('merging damage', () => {
  it('joins neighbours, and leaves apart what would bring much between', () => {
    assert.deepEqual(mergeRects([rect(0, 0, 10, 10), rect(12, 0, 10, 10)]), [rect(0, 0, 22, 10)]);
    const apart = [rect(0, 0, 10, 10), rect(900, 600, 10, 10)];
    assert.deepEqual(mergeRects(apart), apart);
    assert.deepEqual(mergeRects([]), []);
  });

  it('gives few rectangles that cover all, however many come', () => {
    const many = Array.from({ length: 500 }, (_, i) => rect((i * 97) % 1800, (i * 61) % 1000, 40, 30));
    const merged = mergeRects(many);
    assert.ok(merged.length <= 17, `${merged.length}`);
    // Bands cut what crosses them, so corners stand for the whole.
    for (const { x, y, width, height } of many)
      for (const corner of [rect(x, y, 1, 1), rect(x + width - 1, y + height - 1, 1, 1)])
        assert.ok(merged.some(box => contains(box, corner)));
  });
});

describe('the tiles', () => {
  it('are refined when they, and not others, have been quiet', () => {
    const tiles = new TileMap({ width: 200, height: 100 });
    tiles.changed([rect(0, 0, 200, 100)], 1000);
    tiles.markLossy([rect(10, 10, 100, 20)]);
    tiles.changed([rect(70, 0, 2, 2)], 1200);
    assert.deepEqual(tiles.quietLossy(1000, 1e6), [rect(0, 0, 64, 64)]);
    assert.deepEqual(tiles.quietLossy(1200, 1e6), [rect(0, 0, 128, 64)]);
    assert.equal(tiles.oldestLossyChange, 1000);
  });

  it('are exact only when all of them was sent', () => {
    const tiles = new TileMap({ width: 200, height: 100 });
    tiles.markLossy([rect(0, 0, 200, 100)]);
    tiles.markExact([rect(0, 0, 200, 99)]);
    assert.equal(areaOf(tiles.quietLossy(0, 1e6)), 200 * 36);
    tiles.markExact([rect(0, 64, 200, 36)]);
    assert.equal(tiles.oldestLossyChange, null);
  });

  it('come in portions', () => {
    const tiles = new TileMap({ width: 640, height: 640 });
    tiles.markLossy([rect(0, 0, 640, 640)]);
    assert.deepEqual(tiles.quietLossy(0, 640 * 100), [rect(0, 0, 640, 128)]);
  });
});

describe('what is lossy', () => {
  it('goes along with what is copied, to the pixel', () => {
    const lossy = new LossyArea();
    lossy.add([rect(0, 0, 100, 100)]);
    lossy.copy(rect(0, 6, 100, 94), rect(0, 0, 100, 94));
    lossy.remove([rect(0, 94, 100, 6)]);
    assert.deepEqual(lossy.pieces, [rect(0, 0, 100, 94)]);
    lossy.remove([rect(0, 0, 100, 50)]);
    lossy.copy(rect(0, 6, 100, 94), rect(0, 0, 100, 94));
    assert.deepEqual(boundingRect(lossy.pieces), rect(0, 44, 100, 44));
    lossy.copy(rect(0, 0, 10, 10), rect(50, 60, 10, 10));
    assert.equal(areaOf(lossy.pieces), 100 * 44 - 10 * 10);
  });

  it('comes in portions of whole rows', () => {
    const lossy = new LossyArea();
    lossy.add([rect(10, 10, 100, 100), rect(200, 10, 50, 4)]);
    assert.deepEqual(lossy.portion(1050), [rect(10, 10, 100, 11)]);
    lossy.remove([rect(10, 10, 100, 95)]);
    assert.deepEqual(lossy.portion(1e6), [rect(10, 105, 100, 5), rect(200, 10, 50, 4)]);
    assert.deepEqual(lossy.portion(0), []);
  });

  it('is never forgotten, in however many pieces, copied however often', () => {
    const side = 128;
    const lossy = new LossyArea();
    let loss = new Uint8Array(side * side);
    const put = ({ x, y, width, height }: Rect, lossAt: (column: number, row: number) => number) => {
      const next = loss.slice();
      for (let row = y; row < y + height; row++)
        for (let column = x; column < x + width; column++) next[row * side + column] = lossAt(column, row);
      loss = next;
    };
    for (let step = 0; step < 2000; step++) {
      const area = rect((step * 37) % 97, (step * 53) % 89, 1 + ((step * 7) % 31), 1 + ((step * 11) % 29));
      const from = { ...area, x: (step * 71) % 97, y: (step * 29) % 89 };
      if (step % 3 === 0) {
        lossy.add([area]);
        put(area, () => 1);
      } else if (step % 3 === 1) {
        lossy.remove([area]);
        put(area, () => 0);
      } else {
        const shown = loss;
        lossy.copy(from, area);
        put(area, (x, y) => shown[(y - area.y + from.y) * side + x - area.x + from.x] ?? 0);
      }
      // In more pieces than it keeps, it may be more than the truth.
      if (step < 12) assert.equal(areaOf(lossy.pieces), loss.filter(value => value === 1).length);
      const forgotten = loss.findIndex((value, at) => {
        const pixel = rect(at % side, Math.floor(at / side), 1, 1);
        return value === 1 && !lossy.pieces.some(piece => contains(piece, pixel));
      });
      assert.equal(forgotten, -1, `after step ${step}`);
    }
  });
});

describe('how much may come without loss', () => {
  it('follows the path, between what is always worth it and what video does better', () => {
    assert.equal(losslessBudget(null, 60, 'balanced'), 96 * 1024);
    assert.equal(losslessBudget(null, 60, 'economical'), 16 * 1024);
    assert.equal(losslessBudget({ bytesPerSecond: 50_000_000, isLimit: true }, 60, 'balanced'), 96 * 1024);
    assert.equal(losslessBudget({ bytesPerSecond: 3_000_000, isLimit: true }, 60, 'balanced'), 40_000);
    assert.equal(losslessBudget({ bytesPerSecond: 3_000_000, isLimit: false }, 60, 'balanced'), 96 * 1024);
    assert.equal(losslessBudget({ bytesPerSecond: 100_000, isLimit: true }, 60, 'balanced'), 8 * 1024);
  });
});

describe('trying without loss', () => {
  it('pauses ever longer while it does not fit, and never for what is small', () => {
    const trial = new LosslessTrial();
    const large = 1e6;
    const waits: number[] = [];
    for (let round = 0; round < 7; round++) {
      trial.tooLarge(900);
      assert.ok(trial.worthTrying(1000));
      let wait = 0;
      while (!trial.worthTrying(large)) wait++;
      waits.push(wait);
    }
    assert.deepEqual(waits, [2, 4, 8, 16, 32, 32, 32]);
    assert.equal(trial.limit(large, 900, 0), 600);
    assert.equal(trial.limit(1000, 900, 0), 900);
    trial.fitted(large);
    assert.equal(trial.limit(large, 900, 0), 900);
    trial.tooLarge(900);
    assert.equal(trial.worthTrying(large), false);
    assert.equal(trial.worthTrying(large), false);
    assert.equal(trial.worthTrying(large), true);
  });

  it('is not held to a failure of when much less was allowed', () => {
    const trial = new LosslessTrial();
    trial.tooLarge(8192);
    assert.equal(trial.limit(1e6, 9000, 0), 6000);
    assert.equal(trial.limit(1e6, 98_304, 0), 98_304);
    trial.tooLarge(98_304);
    assert.equal(trial.limit(1e6, 98_304, 0), 65_536);
  });

  it('counts what other parts have come to, of what is small as of what must fit with room to spare', () => {
    const trial = new LosslessTrial();
    assert.equal(trial.limit(1e6, 9000, 8000), 1000);
    trial.tooLarge(9000);
    assert.equal(trial.limit(1000, 9000, 8000), 1000);
    assert.equal(trial.limit(1e6, 9000, 2000), 4000);
    assert.equal(trial.limit(1e6, 9000, 8000), 0);
  });
});

describe('stage times', () => {
  const of = (ms: number) => ({ captureMs: ms, convertMs: 0, encodeMs: 2 * ms });

  it('are told as medians, at most once a second', () => {
    const log = new StageLog();
    assert.deepEqual(log.add(of(7), 0), of(7));
    for (const ms of [1, 100, 2, 3]) assert.equal(log.add(of(ms), 500), null);
    assert.deepEqual(log.add(of(2), 1000), of(2));
  });
});
