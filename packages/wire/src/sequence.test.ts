import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreeVersion, fromHost, isNewer, readPictureHeader } from './index.ts';

test('a sequence is newer than those before it, also across the wrap', () => {
  assert.equal(isNewer(2, 1), true);
  assert.equal(isNewer(1, 2), false);
  assert.equal(isNewer(1, 1), false);
  assert.equal(isNewer(0, 0xffff_ffff), true);
  assert.equal(isNewer(0xffff_ffff, 0), false);
  assert.equal(isNewer(5, 0xffff_fff0), true);
});

test('of two different sequences exactly one is newer, unless they are half the range apart', () => {
  for (const a of [0, 1, 77, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff])
    for (const b of [3, 78, 0x8000_0010, 0xffff_fff0]) assert.notEqual(isNewer(a, b), isNewer(b, a));
});

test('the newest version that both speak is chosen, or none', () => {
  assert.equal(agreeVersion({ minVersion: 1, maxVersion: 1 }), 1);
  assert.equal(agreeVersion({ minVersion: 1, maxVersion: 9 }), 1);
  assert.equal(agreeVersion({ minVersion: 2, maxVersion: 9 }), null);
  assert.equal(agreeVersion({ minVersion: 0, maxVersion: 0 }), null);
});

test('a picture’s header is read without its data', () => {
  const common = { sequence: 0xffff_ffff, capturedAt: 1, inputSerial: 2, data: new Uint8Array(3) };
  const video = fromHost.encode({ type: 'video', key: true, validity: [], ...common });
  assert.deepEqual(readPictureHeader(video), { type: 'video', sequence: 0xffff_ffff, key: true });
  const rect = { x: 0, y: 0, width: 1, height: 1 };
  const pixels = fromHost.encode({ type: 'pixels', rect, encoding: 'qoi', refinement: false, ...common });
  assert.deepEqual(readPictureHeader(pixels), { type: 'pixels', sequence: 0xffff_ffff, key: false });
  assert.equal(readPictureHeader(video.subarray(0, 5)), null);
  assert.equal(readPictureHeader(new Uint8Array([0x06, 0, 0, 0, 0, 0])), null);
});
