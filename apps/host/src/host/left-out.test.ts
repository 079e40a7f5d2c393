import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FromHost, fromHost, maxValidityRects, type Rect } from '@berth/wire';
import { LeftOut } from './left-out.ts';

const data = new Uint8Array([1]);
const source = { capturedAt: 1, inputSerial: 0 };
const at = (x: number, y = 0): Rect => ({ x, y, width: 10, height: 10 });
const pixels = (sequence: number, rect: Rect): FromHost => {
  return { type: 'pixels', sequence, rect, encoding: 'qoi', refinement: false, data, ...source };
};
const video = (sequence: number, ...validity: Rect[]): FromHost => {
  return { type: 'video', sequence, key: false, validity, data, ...source };
};
const copy = (sequence: number, from: Rect, toX: number): FromHost => {
  return { type: 'copy', sequence, from, toX, toY: 0, ...source };
};

test('what was left out is told once: up to where, and where on the screen', () => {
  const leftOut = new LeftOut();
  assert.equal(leftOut.take(), null);
  leftOut.add(5, fromHost.encode(video(5, at(0), at(20))));
  leftOut.add(6, fromHost.encode(pixels(6, at(40))));
  const parts = [copy(7, at(0), 60), pixels(7, at(80))].map(part => fromHost.encode(part));
  leftOut.add(7, fromHost.encode({ type: 'group', sequence: 7, messages: parts }));
  assert.deepEqual(leftOut.take(), {
    type: 'leftOut',
    sequence: 7,
    rects: [at(0), at(20), at(40), at(60), at(80)],
  });
  assert.equal(leftOut.take(), null);
});

test('the same place is told once, and many places as one', () => {
  const leftOut = new LeftOut();
  for (let sequence = 1; sequence <= 100; sequence++)
    leftOut.add(sequence, fromHost.encode(video(sequence, at(0))));
  assert.deepEqual(leftOut.take()?.rects, [at(0)]);
  for (let index = 0; index <= maxValidityRects; index++)
    leftOut.add(index, fromHost.encode(pixels(index, at(index * 20, 5))));
  assert.deepEqual(leftOut.take()?.rects, [{ x: 0, y: 5, width: maxValidityRects * 20 + 10, height: 10 }]);
});

test('a frame that is valid everywhere was to show everything', () => {
  const leftOut = new LeftOut();
  leftOut.add(1, fromHost.encode(video(1)));
  assert.deepEqual(leftOut.take()?.rects, [{ x: 0, y: 0, width: 0xffff, height: 0xffff }]);
});
