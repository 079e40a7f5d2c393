import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nalTypeOf, nalTypes, splitNalUnits } from '@berth/bitstream';
import { SeededRandom } from '@berth/testing';
import { Converter } from './converter.ts';
import { Picture } from './picture.ts';
import { X264Encoder } from './x264-encoder.ts';

const random = new SeededRandom(1);

/** Frames that have nothing in common, so that their size is a matter of quality alone. */
async function sizeOf(
  encoder: X264Encoder,
  pts: bigint,
  key: boolean,
): Promise<[bytes: number, key: boolean]> {
  using picture = new Picture(320, 240);
  const converter = new Converter();
  for (let index = 0; index < picture.pixels.length; index++) picture.pixels[index] = random.below(256);
  converter.convert(picture, { from: 0, to: 240 });
  const data = await encoder.encode(picture.yuv, pts, key);
  const types = splitNalUnits(data).map(nalTypeOf);
  return [data.length, types.includes(nalTypes.sps)];
}

describe('the video encoder', () => {
  it('gives key frames when asked for, and no others', async () => {
    using encoder = await X264Encoder.open(320, 240, 60);
    const keys: boolean[] = [];
    for (const [pts, key] of [true, false, false, true, false].entries())
      keys.push((await sizeOf(encoder, BigInt(pts), key))[1]);
    assert.deepEqual(keys, [true, false, false, true, false]);
  });

  it('changes its quality with the next key frame', async () => {
    using encoder = await X264Encoder.open(320, 240, 60, 'sharp');
    const [sharpKey] = await sizeOf(encoder, 0n, true);
    encoder.quality = 'economical';
    const [sharp, early] = await sizeOf(encoder, 1n, false);
    assert.equal(early, false);
    const [economicalKey, key] = await sizeOf(encoder, 2n, true);
    const [economical] = await sizeOf(encoder, 3n, false);
    assert.equal(key, true);
    assert.ok(economicalKey < sharpKey * 0.7, `${economicalKey} after ${sharpKey}`);
    assert.ok(economical < sharp * 0.7, `${economical} after ${sharp}`);
  });
});
