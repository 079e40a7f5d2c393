import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { it } from 'node:test';
import { startXServer } from '../x11/test-x-server.ts';
import { PixelTier } from './pixel-tier.ts';
import { Screen } from './screen.ts';

const size = { width: 800, height: 400 };
const budget = 60_000;
const film = { x: 0, y: 0, width: 400, height: 300 };

it('holds content to spare room after it failed beside something else that took most of the budget', async () => {
  await using server = await startXServer(size.width, size.height);
  using screen = await Screen.open(server, { handleDamage: () => undefined, handleResize: () => undefined });
  const tier = new PixelTier(screen);
  const bytes = Buffer.alloc(size.width * size.height * 4);
  const known = { bytes, ...size };
  /** Noise comes to about four bytes a pixel. */
  const paintNoise = ({ x, y, width }: typeof film, rows: number) => {
    for (let row = y; row < y + rows; row++) randomFillSync(bytes, (row * size.width + x) * 4, width * 4);
  };
  const beside = { x: 700, y: 350, width: 100, height: 50 };
  paintNoise(beside, 50);
  paintNoise({ ...film, width: 100 }, 130);
  const sent = async (rects: readonly (typeof film)[]) =>
    (await tier.encodeChange(rects, size, budget, known)).map(part => part.rect);
  assert.deepEqual(await sent([film]), [film], 'it fits where it is alone');
  assert.deepEqual(await sent([film, beside]), [beside], 'and not beside');
  assert.deepEqual([await sent([film]), await sent([film])], [[], []], 'not tried at first');
  assert.deepEqual(await sent([film]), [], 'nor let through at the limit');
  tier.release();
});
