import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SeededRandom } from '@berth/testing';
import type { Rect } from '@berth/wire';
import { PaintOrder } from './paint-order.ts';

const whole: Rect = { x: 0, y: 0, width: 16, height: 12 };
const left: Rect = { x: 0, y: 0, width: 8, height: 12 };
const corner: Rect = { x: 12, y: 8, width: 4, height: 4 };

const area = (rects: readonly Rect[]) => rects.reduce((sum, { width, height }) => sum + width * height, 0);

/** An order whose first frame, number 1, has been painted. */
function started(): PaintOrder {
  const order = new PaintOrder();
  order.expect(1, whole);
  order.paintFrame(1, [whole]);
  return order;
}

describe('the order of painting', () => {
  test('a late frame leaves out what a newer rectangle has painted', () => {
    const order = started();
    order.expect(2, whole);
    order.expect(3, whole);
    assert.deepEqual(order.paint(3, [corner]), [corner]);
    const parts = order.paintFrame(2, [whole]);
    assert.equal(area(parts), 16 * 12 - 16);
    assert.ok(parts.every(part => part.x + part.width <= 12 || part.y + part.height <= 8));
  });

  test('a newer frame paints over an older rectangle', () => {
    const order = started();
    order.expect(2, whole);
    order.expect(3, whole);
    order.paint(2, [corner]);
    assert.deepEqual(order.paintFrame(3, [whole]), [whole]);
  });

  test('a frame paints only where it is valid', () => {
    const order = started();
    order.expect(2, whole);
    assert.deepEqual(order.paintFrame(2, [left]), [left]);
  });

  test('the first frame of a connection paints everything, whatever it is valid for', () => {
    const order = new PaintOrder();
    order.expect(77, whole);
    assert.equal(area(order.paintFrame(77, [corner])), 16 * 12);
  });

  test('what a frame has paid is not painted over by an older one that comes later', () => {
    const order = started();
    order.expect(2, whole);
    // 3 was left out for this viewer: all of the screen may be owed.
    order.expect(4, whole);
    assert.ok(area(order.paintFrame(4, [corner])) >= 16 * 12);
    assert.equal(area(order.paintFrame(2, [left])), 0);
  });

  test('a still that takes longer than the frame after it is shown, where that frame has only paid', () => {
    const order = new PaintOrder();
    order.expect(1, whole);
    order.expect(2, whole);
    assert.equal(area(order.paintFrame(2, [corner])), 16 * 12, 'there is nothing else to show yet');
    assert.equal(area(order.paint(1, [whole])), 16 * 12 - 16, 'which is exact');
  });

  test('what a lost frame owed is paid by the next one', () => {
    const order = started();
    order.expect(2, whole);
    order.loseFrame(2, [left]);
    order.expect(3, whole);
    assert.deepEqual(order.paintFrame(3, [corner]), [corner, left]);
    order.expect(4, whole);
    assert.deepEqual(order.paintFrame(4, [corner]), [corner], 'and only once');
  });

  test('a rectangle that came after the lost frame pays its own part, and is not painted over', () => {
    const order = started();
    order.expect(2, whole);
    order.loseFrame(2, [whole]);
    order.expect(3, whole);
    order.paint(3, [left]);
    order.expect(4, whole);
    assert.deepEqual(order.paintFrame(4, [corner]), [
      corner,
      { x: 8, y: 0, width: 8, height: 8 },
      { x: 8, y: 8, width: 4, height: 4 },
    ]);
  });

  test('what is copied from a place that is owed is owed too', () => {
    const order = started();
    order.expect(2, whole);
    order.loseFrame(2, [{ x: 0, y: 4, width: 8, height: 4 }]);
    order.expect(3, whole);
    const from = { x: 0, y: 2, width: 16, height: 10 };
    assert.deepEqual(order.copy(3, from, { ...from, y: 0 }), [{ ...from, y: 0 }]);
    order.expect(4, whole);
    assert.deepEqual(order.paintFrame(4, [corner]), [corner, { x: 0, y: 2, width: 8, height: 4 }]);
  });

  test('but not what later packets owe', () => {
    const order = started();
    order.expect(2, whole);
    order.expect(3, whole);
    order.expect(4, whole);
    order.loseFrame(4, [{ x: 0, y: 6, width: 8, height: 2 }]);
    order.paint(2, [corner]);
    const from = { x: 0, y: 2, width: 16, height: 10 };
    order.copy(3, from, { ...from, y: 0 });
    order.expect(5, whole);
    assert.equal(area(order.paintFrame(5, [corner])), 16 + 16);
  });

  test('a lost frame owes nothing where a still with its number was painted', () => {
    const order = started();
    order.expect(2, whole);
    order.expect(2, whole);
    order.paint(2, [whole]);
    order.expect(3, whole);
    order.loseFrame(2, [left]);
    assert.deepEqual(order.paintFrame(3, [corner]), [corner]);
  });

  test('where the host says what it has left out, the next frame pays no more than that', () => {
    const order = started();
    order.leaveOut(4, [left]);
    order.expect(5, whole);
    assert.deepEqual(order.paint(5, [{ x: 0, y: 0, width: 8, height: 2 }]), [
      { x: 0, y: 0, width: 8, height: 2 },
    ]);
    order.expect(6, whole);
    assert.deepEqual(order.paintFrame(6, [corner]), [corner, { x: 0, y: 2, width: 8, height: 10 }]);
  });

  test('gaps do not pile up while content scrolls', () => {
    const order = started();
    const from = { x: 0, y: 2, width: 16, height: 10 };
    let sequence = 1;
    for (let gap = 0; gap < 300; gap++) {
      sequence += 2;
      order.expect(sequence, whole);
      order.copy(sequence, from, { ...from, y: 0 });
    }
    order.expect(sequence + 1, whole);
    const parts = order.paintFrame(sequence + 1, [corner]);
    assert.ok(parts.length <= 4, `${parts.length}`);
    assert.ok(area(parts) >= 16 * 12);
  });

  test('after packets that the host left out, the next frame paints everything', () => {
    const order = started();
    order.expect(5, whole);
    assert.equal(area(order.paintFrame(5, [corner])), 16 * 12);
  });

  test('the order holds across the wrap of the sequence', () => {
    const order = new PaintOrder();
    order.expect(0xffff_fffe, whole);
    order.paintFrame(0xffff_fffe, [whole]);
    order.expect(0xffff_ffff, whole);
    order.expect(0, whole);
    order.paint(0, [corner]);
    assert.equal(area(order.paintFrame(0xffff_ffff, [whole])), 16 * 12 - 16);
    assert.equal(order.settledUpTo, 0);
  });
});

describe('what is acknowledged', () => {
  test('nothing beyond a frame that is still being decoded', () => {
    const order = started();
    order.expect(2, whole);
    order.expect(3, whole);
    order.paint(3, [corner]);
    assert.equal(order.settledUpTo, 1);
    order.paintFrame(2, [whole]);
    assert.equal(order.settledUpTo, 3);
  });

  test('lost and skipped packets too: the host must not wait for them', () => {
    const order = started();
    order.expect(2, whole);
    order.expect(3, whole);
    order.loseFrame(2, [whole]);
    order.skip(3);
    assert.equal(order.settledUpTo, 3);
  });

  test('nothing of an earlier host', () => {
    const order = started();
    order.reset();
    assert.equal(order.settledUpTo, null);
  });
});

test('after any mixture of early rectangles, inflating ones and late frames, each pixel shows its newest packet', () => {
  for (let seed = 1; seed <= 400; seed++) assertNewestShown(seed);
});

/** Frames leave the decoder in order but late; rectangles are painted at once, or inflated first and painted in any order. */
function assertNewestShown(seed: number): void {
  const random = new SeededRandom(seed);
  const order = new PaintOrder();
  const shown = new Uint32Array(16 * 12);
  const newest = new Uint32Array(16 * 12);
  const put = (pixels: Uint32Array, rects: readonly Rect[], value: number) => {
    for (const r of rects)
      for (let y = r.y; y < r.y + r.height; y++) pixels.fill(value, y * 16 + r.x, y * 16 + r.x + r.width);
  };
  const decoding: { sequence: number; rects: readonly Rect[] }[] = [];
  const inflating: (() => void)[] = [];
  const leaveDecoder = () => {
    const frame = decoding.shift();
    if (frame) put(shown, order.paintFrame(frame.sequence, frame.rects), frame.sequence);
  };
  const inflateOne = () => inflating.splice(random.below(inflating.length), 1)[0]?.();
  for (let sequence = 1; sequence <= 40; sequence++) {
    if (sequence === 1 || random.oneIn(2)) {
      const rects = sequence === 1 ? [whole] : [random.rectIn(whole), random.rectIn(whole)];
      order.expect(sequence, whole);
      put(newest, rects, sequence);
      decoding.push({ sequence, rects });
    }
    // The parts of one capture.
    else
      for (let part = 0; part <= random.below(3); part++) {
        const rects = [random.rectIn(whole)];
        order.expect(sequence, whole);
        put(newest, rects, sequence);
        const paint = () => put(shown, order.paint(sequence, rects), sequence);
        if (random.oneIn(2)) inflating.push(paint);
        else paint();
      }
    if (random.oneIn(3)) leaveDecoder();
    if (random.oneIn(3)) inflateOne();
  }
  while (decoding.length > 0) leaveDecoder();
  while (inflating.length > 0) inflateOne();
  assert.deepEqual(shown, newest, `seed ${seed}`);
  assert.equal(order.settledUpTo, 40);
}

test('whatever comes late or is lost, what was last sent without loss is shown without loss', () => {
  for (let seed = 1; seed <= 400; seed++) assertExactShown(seed);
});

/** What each pixel shows: of which packet, and whether it came by video. */
type Shown = { readonly packet: number; readonly lossy: boolean };

/** As above, from a still on; frames hold all of the screen, and some never leave the decoder. */
function assertExactShown(seed: number): void {
  const random = new SeededRandom(seed);
  const order = new PaintOrder();
  const nothing: Shown = { packet: -1, lossy: true };
  const shown = new Array<Shown>(16 * 12).fill(nothing);
  const sent = new Array<Shown>(16 * 12).fill(nothing);
  const decoding: { sequence: number; rects: readonly Rect[]; screen: readonly Shown[]; lost: boolean }[] =
    [];
  const inflating: (() => void)[] = [];
  const leaveDecoder = () => {
    const next = decoding.findIndex(({ lost }) => !lost);
    if (next < 0) return;
    for (const frame of decoding.splice(0, next + 1))
      if (frame.lost) order.loseFrame(frame.sequence, frame.rects);
      else
        eachOf(order.paintFrame(frame.sequence, frame.rects), at => {
          shown[at] = { packet: frame.screen[at]?.packet ?? -1, lossy: true };
        });
  };
  const inflateOne = () => inflating.splice(random.below(inflating.length), 1)[0]?.();
  const sendPixels = (sequence: number, rect: Rect) => {
    const pixel = { packet: sequence, lossy: false };
    order.expect(sequence, whole);
    eachOf([rect], at => {
      sent[at] = pixel;
    });
    const paint = () =>
      eachOf(order.paint(sequence, [rect]), at => {
        shown[at] = pixel;
      });
    if (random.oneIn(2)) inflating.push(paint);
    else paint();
  };
  const sendFrame = (sequence: number, rects: readonly Rect[], lost: boolean) => {
    order.expect(sequence, whole);
    eachOf(rects, at => {
      sent[at] = { packet: sequence, lossy: true };
    });
    decoding.push({ sequence, rects, screen: [...sent], lost });
  };
  sendPixels(0, left);
  sendPixels(0, { ...left, x: 8 });
  for (let sequence = 1; sequence < 40; sequence++) {
    if (random.oneIn(2)) sendFrame(sequence, [random.rectIn(whole), random.rectIn(whole)], random.oneIn(4));
    else for (let part = 0; part <= random.below(3); part++) sendPixels(sequence, random.rectIn(whole));
    if (random.oneIn(3)) leaveDecoder();
    if (random.oneIn(3)) inflateOne();
  }
  sendFrame(40, [corner], false);
  while (decoding.length > 0) leaveDecoder();
  while (inflating.length > 0) inflateOne();
  assert.deepEqual(shown, sent, `seed ${seed}`);
}

function eachOf(rects: readonly Rect[], act: (at: number) => void): void {
  for (const { x, y, width, height } of rects)
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++) act(row * 16 + column);
}
