import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maxValidityRects } from '@berth/wire';
import { clipRect, validityOf } from './damage-rects.ts';
import { FrameClock } from './frame-clock.ts';

const size = { width: 101, height: 51 };

describe('validity rectangles', () => {
  it('grow to the chroma grid and end at the screen', () => {
    assert.deepEqual(validityOf([{ x: 3, y: 5, width: 1, height: 1 }], size), [
      { x: 2, y: 4, width: 2, height: 2 },
    ]);
    assert.deepEqual(validityOf([{ x: 99, y: 49, width: 50, height: 50 }], size), [
      { x: 98, y: 48, width: 3, height: 3 },
    ]);
    assert.equal(clipRect({ x: -20, y: 0, width: 10, height: 10 }, size), null);
  });

  it('become one box when there are too many', () => {
    const many = Array.from({ length: maxValidityRects + 1 }, (_, i) => ({
      x: i,
      y: 2,
      width: 1,
      height: 1,
    }));
    assert.deepEqual(validityOf(many, size), [{ x: 0, y: 2, width: 66, height: 2 }]);
  });
});

describe('the frame clock', () => {
  it('lets the first capture after quiet go at once, and keeps the beat after that', () => {
    const clock = new FrameClock(100);
    assert.equal(clock.delayAt(5000), 0);
    clock.captured(5000);
    assert.equal(clock.delayAt(5001), 9);
    clock.captured(5012);
    assert.equal(clock.delayAt(5012), 8);
    clock.captured(7000);
    assert.equal(clock.delayAt(7000), 10);
  });
});
