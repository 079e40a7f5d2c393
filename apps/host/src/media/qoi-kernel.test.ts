import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeQoi, encodeQoi as plainEncodeQoi } from '@berth/bitstream';
import { SeededRandom, seedOfThisRun } from '@berth/testing';
import { encodeQoi, encodeQoiRect } from './qoi-kernel.ts';

const seed = seedOfThisRun();
const random = new SeededRandom(seed);
const contents: Record<string, (index: number) => number> = {
  'one colour': () => 0x336699,
  black: () => 0,
  noise: () => random.below(0x1_0000_0000),
  'a gradient': index => (index % 256) * 0x01_0101,
  'few colours': () => random.pick([0, 0xffffff, 0x202428, 0xd8dee4]),
  'slow changes': index => 0x808080 + Math.round(20 * Math.sin(index / 50)) * 0x01_0001 + (index % 3),
  'runs of all lengths': index => (Math.floor(Math.sqrt(index)) % 2 ? 0xffffff : 0x202428),
  'the ignored byte': () => 0x123456 | (random.below(256) << 24),
};

const imageOf = (count: number, pixel: (index: number) => number) =>
  Uint32Array.from({ length: count }, (_, i) => pixel(i));

describe('encoding pixels', () => {
  for (const [name, pixel] of Object.entries(contents)) {
    it(`gives the same bytes as the plain encoder: ${name}`, () => {
      for (const [width, height] of [
        [1, 1],
        [3, 5],
        [62, 1],
        [63, 1],
        [124, 1],
        [125, 3],
        [256, 64],
        [16_384, 5],
        [333, 200],
      ] as const) {
        const pixels = imageOf(width * height, pixel);
        const plain = plainEncodeQoi(pixels, width, height);
        const encoded = encodeQoi(pixels, width, height);
        assert.ok(plain && encoded);
        assert.ok(Buffer.from(encoded).equals(plain), `${width}×${height}, seed ${seed}`);
        const first = decodeQoi(encoded, width, height);
        assert.equal(first[0], ((pixels[0] ?? 0) >> 16) & 255);
      }
    });
  }

  it('gives nothing when it comes to more than the limit, and all when it just fits', () => {
    for (const pixel of Object.values(contents)) {
      const pixels = imageOf(200 * 150, pixel);
      const whole = plainEncodeQoi(pixels, 200, 150);
      assert.ok(whole);
      assert.equal(encodeQoi(pixels, 200, 150, whole.length)?.length, whole.length);
      assert.equal(encodeQoi(pixels, 200, 150, whole.length - 1), null);
      assert.equal(encodeQoi(pixels, 200, 150, 30), whole.length <= 30 ? whole : null);
    }
  });

  it('takes a rectangle out of a screen', () => {
    const screen = imageOf(300 * 200, index => (index % 300) * 0x01_0203 + Math.floor(index / 300));
    const bytes = Buffer.from(screen.buffer);
    for (const rect of [
      { x: 0, y: 0, width: 300, height: 200 },
      { x: 17, y: 3, width: 211, height: 190 },
      { x: 299, y: 199, width: 1, height: 1 },
    ]) {
      const cut = imageOf(rect.width * rect.height, index => {
        const row = rect.y + Math.floor(index / rect.width);
        return screen[row * 300 + rect.x + (index % rect.width)] ?? 0;
      });
      assert.deepEqual(encodeQoiRect(bytes, 300, rect), encodeQoi(cut, rect.width, rect.height));
    }
  });

  it('refuses fewer pixels than it is told', () => {
    assert.throws(() => encodeQoi(new Uint32Array(3), 2, 2), RangeError);
    assert.throws(() => encodeQoiRect(Buffer.alloc(16), 2, { x: 1, y: 0, width: 2, height: 1 }), RangeError);
  });
});
