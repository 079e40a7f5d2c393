import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ViewerStats } from '@berth/viewer';
import { bitrate, figures } from './figures.ts';

const still: ViewerStats = {
  fps: 0,
  rttMs: null,
  decodeMs: null,
  inputToPictureMs: null,
  bytes: 0,
  framesDecoded: 0,
  framesDropped: 0,
  transport: 'websocket',
  codec: null,
  encoder: null,
};
const values = (...args: Parameters<typeof figures>) =>
  Object.fromEntries(figures(...args).map(({ name, value }) => [name, value]));

test('figures that are not known yet are dashes', () => {
  assert.deepEqual(values(still, still, 1000), {
    Pictures: '0 / s',
    'Input to picture': '–',
    'Round trip': '–',
    Decoding: '–',
    Data: '0 kbit/s',
    Video: '–',
  });
});

test('the data rate is what came between two looks', () => {
  const now = {
    ...still,
    bytes: 500_000,
    codec: 'avc1.42c02a',
    encoder: 'libx264',
    rttMs: 3.21,
    framesDropped: 2,
  };
  const shown = values(now, { ...still, bytes: 250_000 }, 2000);
  assert.equal(shown.Data, '1.0 Mbit/s');
  assert.equal(shown.Video, 'H.264 · libx264');
  assert.equal(shown['Round trip'], '3.2 ms');
  assert.equal(shown.Lost, '2');
  assert.equal(bitrate(999_000), '999 kbit/s');
});
