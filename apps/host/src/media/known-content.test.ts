import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KnownContent } from './known-content.ts';
import { RowSpans } from './row-spans.ts';
import type { ScreenPixels } from './screen-pixels.ts';

const width = 320;
const height = 240;
const whole = { x: 0, y: 0, width, height };
const frameMs = 14;

/** Rows like no others, from `top` on, in which column for column is much the same. */
function page(top: number, salt = 0): ScreenPixels {
  const bytes = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      bytes.writeUInt32LE(Math.imul(top + y + salt * 7919, 0x9e3779b1) >>> 8, (y * width + x) * 4);
  return { bytes, width, height };
}

function knownContent() {
  const video = {
    isOpen: true,
    owesKeyFrame: false,
    shootPixels: () => Promise.resolve({ now: null, before: null }),
    markSent: () => undefined,
  };
  const viewers = { mayCopy: true };
  const pixels = { encodeFrom: () => [] };
  const known = new KnownContent(video, pixels);
  let shown = page(0);
  let at = 1000;
  /** What comes of the next frame. */
  const next = (now: ScreenPixels) => {
    at += frameMs;
    const before = { pixels: shown, sent: whole, missing: new RowSpans() };
    shown = now;
    return known.compare({ now, before }, [whole], at, 96 * 1024, viewers.mayCopy);
  };
  return { known, next, video, viewers };
}

describe('content that scrolls', () => {
  it('goes on after it was once drawn again without moving', () => {
    const { next } = knownContent();
    assert.ok(next(page(6)).scroll);
    assert.deepEqual(next(page(6)).changed, []);
    assert.ok(next(page(12)).scroll);
  });

  it('goes on after something else came between, and is then looked for again at once', () => {
    const { known, next } = knownContent();
    assert.ok(next(page(6)).scroll);
    assert.equal(next(page(6, 1)).scroll, null);
    assert.ok(known.shoot([whole], 1000 + 3 * frameMs) !== null);
    assert.ok(next(page(12, 1)).scroll);
  });

  it('goes on where a window is drawn anew for a small part that scrolls', () => {
    const { next } = knownContent();
    const pane = (top: number) => {
      const all = page(0);
      const moving = page(1000 + top);
      for (let y = 0; y < 100; y++)
        moving.bytes.copy(all.bytes, y * width * 4, y * width * 4, (y * width + 120) * 4);
      return all;
    };
    for (const top of [0, 3]) next(pane(top));
    for (let top = 6; top < 30; top += 3) assert.ok(next(pane(top)).scroll, `at ${top}`);
  });

  it('is video while a key frame is owed', () => {
    const { next, video } = knownContent();
    assert.ok(next(page(6)).scroll);
    video.owesKeyFrame = true;
    assert.equal(next(page(12)).scroll, null);
    video.owesKeyFrame = false;
    assert.ok(next(page(18)).scroll);
  });

  it('is not copied while some viewer has only parts of it', () => {
    const { next, viewers } = knownContent();
    assert.ok(next(page(6)).scroll);
    viewers.mayCopy = false;
    assert.equal(next(page(12)).scroll, null);
    viewers.mayCopy = true;
    assert.ok(next(page(18)).scroll);
  });
});
