import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rect } from '@berth/wire';
import { changedParts } from './changed-parts.ts';
import { RowSpans } from './row-spans.ts';

const width = 200;
const height = 100;
const whole: Rect = { x: 0, y: 0, width, height };
const before = { bytes: Buffer.alloc(width * height * 4, 7), width, height };
const all = { pixels: before, sent: whole, missing: new RowSpans() };

function changedAt(...places: readonly (readonly [x: number, y: number])[]) {
  const bytes = Buffer.from(before.bytes);
  for (const [x, y] of places) bytes.writeUInt32LE(0x123456, (y * width + x) * 4);
  return { bytes, width, height };
}
const covers = (rects: readonly Rect[], x: number, y: number) =>
  rects.some(r => x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height);

describe('what has changed of what was drawn', () => {
  it('is nothing where all is as it was', () => {
    assert.deepEqual(changedParts(changedAt(), all, [whole]), []);
  });

  it('is a box around what differs, for each band of rows', () => {
    const parts = changedParts(changedAt([50, 20], [60, 25], [199, 99], [0, 0]), all, [whole]);
    assert.deepEqual(parts, [
      { x: 0, y: 0, width: 1, height: 1 },
      { x: 50, y: 20, width: 11, height: 6 },
      { x: 199, y: 99, width: 1, height: 1 },
    ]);
  });

  it('is all of what viewers were not sent, and of rows that cannot be trusted', () => {
    const sent = { x: 0, y: 0, width: 100, height };
    const missing = new RowSpans([{ from: 40, to: 42 }]);
    const parts = changedParts(changedAt(), { ...all, sent, missing }, [whole]);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        assert.equal(covers(parts, x, y), x >= 100 || y === 40 || y === 41, `${x},${y}`);
  });

  it('is all of a film', () => {
    const bytes = Buffer.alloc(width * height * 4, 8);
    assert.deepEqual(changedParts({ bytes, width, height }, all, [whole]), [whole]);
  });
});
