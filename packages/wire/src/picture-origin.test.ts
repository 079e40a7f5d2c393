import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FromHost, fromHost } from './from-host.ts';
import { readPictureOrigin } from './picture-origin.ts';

const rect = { x: 1, y: 2, width: 3, height: 4 };
const data = new Uint8Array([9, 9]);
const common = { sequence: 7, capturedAt: 123.5, inputSerial: 0xfedc_ba98 };
const pixels = (refinement: boolean): FromHost => ({
  type: 'pixels',
  ...common,
  rect,
  encoding: 'qoi',
  refinement,
  data,
});
const copy: FromHost = { type: 'copy', ...common, from: rect, toX: 5, toY: 6 };
const video: FromHost = { type: 'video', ...common, key: true, validity: [rect], data };
const group = (...messages: FromHost[]): FromHost => ({
  type: 'group',
  sequence: 7,
  messages: messages.map(message => fromHost.encode(message)),
});

for (const [title, message, tier] of [
  ['pixels', pixels(false), 'rectangles'],
  ['a refinement', pixels(true), 'refined'],
  ['video', video, 'video'],
  ['a copy', copy, 'scrolled'],
  ['a copy with what came into view', group(copy, pixels(false)), 'scrolled'],
  ['several rectangles', group(pixels(false), pixels(false)), 'rectangles'],
] as const) {
  test(`${title}: how it came, and after which input, without decoding it`, () => {
    assert.deepEqual(readPictureOrigin(fromHost.encode(message)), {
      tier,
      inputSerial: common.inputSerial,
    });
  });
}

test('what is no picture, or cut short, has no origin', () => {
  assert.equal(readPictureOrigin(fromHost.encode({ type: 'encoder', name: 'x' })), null);
  assert.equal(readPictureOrigin(fromHost.encode(copy).subarray(0, 20)), null);
  assert.equal(readPictureOrigin(fromHost.encode(group(copy)).subarray(0, 11)), null);
  assert.equal(readPictureOrigin(new Uint8Array()), null);
});
