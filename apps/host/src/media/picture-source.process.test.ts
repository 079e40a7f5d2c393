import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SeededRandom, seedOfThisRun } from '@berth/testing';
import type { Rect } from '@berth/wire';
import { TestPainter } from '../x11/test-painter.ts';
import { startXServer } from '../x11/test-x-server.ts';
import { Converter } from './converter.ts';
import { codedSizeOf } from './damage-rects.ts';
import { Picture } from './picture.ts';
import { type EarlierShot, PictureSource, type Shot } from './picture-source.ts';
import { Screen } from './screen.ts';

/** Odd, as windows of a browser are. */
const size = { width: 203, height: 151 };
const all: Rect = { x: 0, y: 0, ...size };
const rounds = 300;

type Planes = Pick<Picture['planes'], 'data' | 'strides'>;

/** What of the planes is encoded: their rows are padded. */
function rowsOf({ data, strides }: Planes): Buffer[] {
  const coded = codedSizeOf(size);
  return data.flatMap((plane, index) => {
    const [width, height] = index === 0 ? [coded.width, coded.height] : [coded.width / 2, coded.height / 2];
    const stride = strides[index] ?? 0;
    return Array.from({ length: height }, (_, row) =>
      Buffer.from(plane.subarray(row * stride, row * stride + width)),
    );
  });
}

/** The X server leaves the fourth byte of a pixel to chance. */
function coloursOf(pixels: Buffer, from = 0, to = size.height): Buffer {
  const rows = Buffer.from(pixels.subarray(from * size.width * 4, to * size.width * 4));
  for (let index = 3; index < rows.length; index += 4) rows[index] = 0;
  return rows;
}

function assertEarlier({ pixels, missing }: EarlierShot, was: Buffer, round: string): void {
  for (let row = 0; row < size.height; row++)
    if (!missing.includes(row))
      assert.ok(
        coloursOf(pixels.bytes, row, row + 1).equals(coloursOf(was, row, row + 1)),
        `${round}: row ${row} of the shot before`,
      );
}

it('gives the encoder the whole screen as it is, however shots with pixels and without follow each other', async () => {
  await using server = await startXServer(size.width, size.height);
  using painter = await TestPainter.open(server);
  using screen = await Screen.open(server, { handleDamage: () => undefined, handleResize: () => undefined });
  await using source = await PictureSource.open(screen, size, 60);
  let encoded: Buffer[] = [];
  source.encoder.encode = frame => {
    encoded = rowsOf({ data: frame.data ?? [], strides: frame.linesize });
    return Promise.resolve(new Uint8Array(0));
  };
  const converter = new Converter();
  using fresh = new Picture(size.width, size.height);
  const wanted = (pixels: Buffer) => {
    pixels.copy(fresh.pixels);
    converter.convert(fresh, { from: 0, to: size.height });
    return rowsOf(fresh.planes);
  };

  const seed = seedOfThisRun();
  const random = new SeededRandom(seed);
  /** Not too high: of most shots, some rows are to stay. */
  const someRect = () => {
    const rect = random.rectIn(size);
    return { ...rect, height: Math.min(40, rect.height) };
  };
  const paint = () =>
    Array.from({ length: 1 + random.below(3) }, () => {
      const rect = someRect();
      painter.put(rect, () => random.below(0x100_0000));
      return rect;
    });
  let held: Shot | null = null;
  let lastShown: Buffer | null = null;
  painter.put(all, () => random.below(0x100_0000));
  for (let index = 0; index < rounds; index++) {
    const round = `seed ${seed}, round ${index}`;
    if (random.below(3) === 0) source.markStale(paint());
    const rects = index === 0 ? [all] : paint();
    const shown = await painter.screen(size);
    const shot = await (random.below(2) ? source.shootPixels(rects) : source.shoot(rects));
    if (shot.now) {
      assert.ok(coloursOf(shot.now.bytes).equals(coloursOf(shown)), `${round}: pixels`);
      assert.deepEqual(source.known([all])?.rects, [all], `${round}: known`);
    }
    if (shot.before && lastShown) assertEarlier(shot.before, lastShown, round);
    lastShown = shown;
    if (random.below(4) === 0) {
      source.release(shot);
      continue;
    }
    source.convert(shot);
    source.markSent(shot, [all]);
    await source.encode(shot, BigInt(index), false);
    for (const [row, got] of wanted(shown).entries())
      assert.ok(encoded[row]?.equals(got), `${round}: row ${row} of the planes`);
    // The one before is encoded while this one is made.
    if (held) source.release(held);
    held = shot;
    if (random.below(2) === 0) {
      source.release(held);
      held = null;
    }
  }
});

it('keeps nothing of what it has encoded', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  await using server = await startXServer(size.width, size.height);
  using screen = await Screen.open(server, { handleDamage: () => undefined, handleResize: () => undefined });
  await using source = await PictureSource.open(screen, size, 60);
  const encoded: WeakRef<Uint8Array>[] = [];
  for (let index = 0; index < 20; index++) {
    const shot = await source.shoot([all]);
    source.convert(shot);
    encoded.push(new WeakRef(await source.encode(shot, BigInt(index), false)));
    source.release(shot);
  }
  await nextTurn();
  collect();
  const kept = encoded.filter(packet => packet.deref());
  assert.ok(kept.length <= 2, `${kept.length} packets`);
});
