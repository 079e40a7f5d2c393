import assert from 'node:assert/strict';
import { it } from 'node:test';
import { totalAreaOf } from './damage-rects.ts';
import { MovingRefinement } from './moving-refinement.ts';
import type { PixelPart } from './pixel-tier.ts';
import { TileMap } from './tile-map.ts';

const size = { width: 640, height: 480 };
const screen = { bytes: Buffer.alloc(0), ...size };
const all = { x: 0, y: 0, ...size };

/** Whose pixels take so many bytes each. */
function encoderOf(bytesPerPixel: number) {
  return {
    encodeFrom(_: unknown, rects: readonly PixelPart['rect'][], budget: number) {
      const parts = rects.map(rect => {
        return { rect, encoding: 'qoi' as const, data: new Uint8Array(totalAreaOf([rect]) * bytesPerPixel) };
      });
      return parts.reduce((sum, { data }) => sum + data.length, 0) > budget ? null : parts;
    },
  };
}

it('makes all exact, in portions of what fits', () => {
  for (const [bytesPerPixel, room] of [
    [1, 96 * 1024],
    [4, 96 * 1024],
    [4, 8 * 1024],
  ] as const) {
    const tiles = new TileMap(size);
    tiles.markLossy([all]);
    const refinement = new MovingRefinement(encoderOf(bytesPerPixel));
    let steps = 0;
    for (; tiles.oldestLossyChange !== null; steps++) {
      assert.ok(steps < 1000, `${bytesPerPixel} bytes a pixel, room for ${room}`);
      const parts = refinement.next(tiles, screen, room);
      assert.ok(parts.reduce((sum, { data }) => sum + data.length, 0) <= room);
      tiles.markExact(parts.map(({ rect }) => rect));
    }
    const least = (totalAreaOf([all]) * bytesPerPixel) / room;
    assert.ok(steps < least * 3 + 10, `${steps} steps, where ${least} would do`);
  }
});

it('sends nothing where there is no room, or nothing lossy', () => {
  const tiles = new TileMap(size);
  const refinement = new MovingRefinement(encoderOf(1));
  assert.deepEqual(refinement.next(tiles, screen, 96 * 1024), []);
  tiles.markLossy([all]);
  assert.deepEqual(refinement.next(tiles, screen, 0), []);
});
