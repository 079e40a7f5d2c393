import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FromHost, fromHost } from '@berth/wire';
import { StreamStatistics } from './stream-statistics.ts';

const rect = { x: 0, y: 0, width: 8, height: 8 };
const pixels = (sequence: number, refinement: boolean): FromHost => ({
  type: 'pixels',
  sequence,
  rect,
  encoding: 'qoi',
  refinement,
  capturedAt: 0,
  inputSerial: 0,
  data: new Uint8Array(10),
});

test('captures, bytes and tiers are counted by interval; parts of one capture are one', () => {
  const statistics = new StreamStatistics(0);
  assert.equal(statistics.read(0).intervalMs, 0);
  for (const message of [pixels(1, false), pixels(1, false), pixels(2, true)])
    statistics.handlePicture('sequence' in message ? message.sequence : 0, fromHost.encode(message), 10);
  const bytes = fromHost.encode(pixels(1, false)).byteLength;
  const read = statistics.read(4000);
  assert.deepEqual(read.tiers.rectangles, { count: 2, bytes: 2 * bytes });
  assert.deepEqual(read.tiers.refined, { count: 1, bytes });
  assert.deepEqual([read.intervalMs, read.framesPerSecond], [4000, 0.5]);
  assert.equal(read.bytesPerSecond, (3 * bytes) / 4);
  // Another heartbeat, a moment later.
  assert.deepEqual(statistics.read(4100), read);
  assert.equal(statistics.read(8000).framesPerSecond, 0);
});

test('stages and encoder are what media has said last', () => {
  const statistics = new StreamStatistics(0);
  assert.deepEqual([statistics.read(0).stages, statistics.read(0).encoder], [null, null]);
  const stages = { captureMs: 1, convertMs: 2, encodeMs: 3 };
  statistics.handleStages(fromHost.encode({ type: 'stages', ...stages }));
  statistics.handleEncoder(fromHost.encode({ type: 'encoder', name: 'libx264' }));
  assert.deepEqual([statistics.read(0).stages, statistics.read(0).encoder], [stages, 'libx264']);
});

test("a refinement is nobody's echo", () => {
  const statistics = new StreamStatistics(0);
  statistics.echo.handleInput(0, 0);
  statistics.handlePicture(1, fromHost.encode(pixels(1, true)), 3);
  assert.equal(statistics.read(3).echo.samples, 0);
  statistics.handlePicture(2, fromHost.encode(pixels(2, false)), 7);
  assert.deepEqual(statistics.read(7).echo, { samples: 1, hostMs: 7 });
});
