import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SeededRandom } from '@berth/testing';
import { decodeQoi, encodeQoi, QoiError } from './qoi.ts';

const image = (width: number, height: number, ...chunks: number[]) => {
  const bytes = new Uint8Array(14 + chunks.length + 8);
  bytes.set([0x71, 0x6f, 0x69, 0x66]);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, width);
  view.setUint32(8, height);
  bytes.set([3, 0, ...chunks], 12);
  bytes[bytes.byteLength - 1] = 1;
  return bytes;
};

describe('QOI', () => {
  test('each kind of chunk', () => {
    const pixels = decodeQoi(
      // RGB, run of 2, small difference (+1, 0, −1), by green (+10; +2, −1), index of the RGB pixel.
      image(
        6,
        1,
        0xfe,
        100,
        50,
        200,
        0xc1,
        0x40 | (3 << 4) | (2 << 2) | 1,
        0x80 | 42,
        (10 << 4) | 7,
        hash(100, 50, 200),
      ),
      6,
      1,
    );
    assert.deepEqual(
      [...pixels],
      [
        [100, 50, 200],
        [100, 50, 200],
        [100, 50, 200],
        [101, 50, 199],
        [113, 60, 208],
        [100, 50, 200],
      ].flatMap(rgb => [...rgb, 255]),
    );
  });

  test('a run beyond the end stops at the end', () => {
    assert.equal(decodeQoi(image(2, 2, 0xfe, 1, 2, 3, 0xc0 | 61), 2, 2).byteLength, 16);
  });

  test('an image of another size than announced is refused before anything is allocated', () => {
    assert.throws(() => decodeQoi(image(60_000, 60_000), 2, 2), QoiError);
  });

  test('an image that ends early, and noise', () => {
    assert.throws(() => decodeQoi(image(100, 100, 0xfe, 1, 2, 3), 100, 100), QoiError);
    assert.throws(() => decodeQoi(new Uint8Array(3), 1, 1), QoiError);
    assert.throws(() => decodeQoi(new Uint8Array(64), 1, 1), QoiError);
  });
});

describe('encoding to QOI', () => {
  const kinds: Readonly<Record<string, (random: SeededRandom, index: number) => number>> = {
    flat: () => 0x336699,
    black: () => 0,
    noise: random => random.below(0x100_0000),
    'few colours': random => random.pick([0, 0xffffff, 0x123456, 0x80]),
    gradient: (_, index) => index * 0x010101,
    'runs with an ignored byte': (random, index) =>
      index % 97 < 80 ? 0x5000_0000 | index : random.below(0x100_0000),
  };
  for (const [name, kind] of Object.entries(kinds))
    test(`gives back every pixel: ${name}`, () => {
      for (const [width, height] of [
        [1, 1],
        [63, 5],
        [257, 33],
      ] as const) {
        const random = new SeededRandom(width);
        const pixels = Uint32Array.from({ length: width * height }, (_, index) => kind(random, index));
        const bytes = encodeQoi(pixels, width, height);
        assert.ok(bytes);
        const rgba = decodeQoi(bytes, width, height);
        const wanted = [...pixels].flatMap(p => [(p >> 16) & 255, (p >> 8) & 255, p & 255, 255]);
        assert.deepEqual([...rgba], wanted);
      }
    });

  test('stops at the limit, and not before', () => {
    const random = new SeededRandom(7);
    const pixels = Uint32Array.from({ length: 4096 }, () => random.below(0x100_0000));
    const bytes = encodeQoi(pixels, 64, 64);
    assert.ok(bytes);
    assert.deepEqual(encodeQoi(pixels, 64, 64, bytes.length), bytes);
    assert.equal(encodeQoi(pixels, 64, 64, bytes.length - 1), null);
    assert.equal(encodeQoi(new Uint32Array(62 * 1000).fill(5), 62, 1000, 600), null);
  });
});

function hash(r: number, g: number, b: number): number {
  return (r * 3 + g * 5 + b * 7 + 255 * 11) % 64;
}
