import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ViewerStats } from '@berth/viewer';
import { bitrate, figures } from './figures.ts';

const still: ViewerStats = {
  fps: 0,
  rttMs: null,
  decodeMs: null,
  inputToPictureMs: null,
  stages: {
    captureMs: null,
    convertMs: null,
    encodeMs: null,
    networkMs: null,
    decodeMs: null,
    presentMs: null,
  },
  tiers: {
    rectangles: { count: 0, bytes: 0 },
    video: { count: 0, bytes: 0 },
    refined: { count: 0, bytes: 0 },
    scrolled: { count: 0, bytes: 0 },
  },
  bytes: 0,
  framesDecoded: 0,
  framesDropped: 0,
  transport: 'websocket',
  codec: null,
  encoder: null,
  quality: null,
};
const values = (...args: Parameters<typeof figures>) =>
  Object.fromEntries(
    figures(...args)
      .flat()
      .map(({ name, value }) => [name, value]),
  );

test('figures that are not known yet are dashes', () => {
  assert.deepEqual(values(still, still, 1000), {
    Pictures: '0 / s',
    'Input to picture': '–',
    'Round trip': '–',
    Data: '0 kbit/s',
    Video: '–',
    'Sent exact': '–',
    'Sent as video': '–',
    'Made exact later': '–',
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
    quality: 'sharp' as const,
  };
  const shown = values(now, { ...still, bytes: 250_000 }, 2000);
  assert.equal(shown.Data, '1.0 Mbit/s');
  assert.deepEqual([shown.Video, shown.Encoder], ['H.264', 'libx264']);
  assert.equal(shown['Round trip'], '3.2 ms');
  assert.equal(shown.Quality, 'Sharp');
  assert.equal(shown.Lost, '2');
  assert.equal(bitrate(999_000), '999 kbit/s');
});

test('what the picture is made of, and where its time goes, as far as it is known', () => {
  const tiers = {
    ...still.tiers,
    rectangles: { count: 9, bytes: 3000 },
    video: { count: 1, bytes: 1000 },
  };
  const shown = values(
    { ...still, tiers, stages: { ...still.stages, encodeMs: 3.6, presentMs: 1 } },
    still,
    1000,
  );
  assert.equal(shown['Sent exact'], '75 %');
  assert.equal(shown['Sent as video'], '25 %');
  assert.deepEqual([shown.Encode, shown.Draw, shown.Decode], ['3.6 ms', '1.0 ms', undefined]);
});
