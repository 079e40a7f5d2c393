import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeededRandom } from '@berth/testing';
import { Converter, wholeRowPairs } from './converter.ts';
import { codedSizeOf } from './damage-rects.ts';
import { Picture } from './picture.ts';

/** BT.601, limited range, as the standard writes it. */
function yuvOf(red: number, green: number, blue: number): [y: number, u: number, v: number] {
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  return [
    16 + (luma * 219) / 255,
    128 + (((blue - luma) / 1.772) * 224) / 255,
    128 + (((red - luma) / 1.402) * 224) / 255,
  ];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The converter's figure for every place of the coded planes, beside the standard's. */
function* compared(picture: Picture): Generator<{ where: string; got: number; wanted: number }> {
  const { width, height, pixels, planes } = picture;
  const coded = codedSizeOf(picture);
  const colour = (x: number, y: number) => {
    const at = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 4;
    return yuvOf(pixels[at + 2] ?? 0, pixels[at + 1] ?? 0, pixels[at] ?? 0);
  };
  const shown = (plane: number, x: number, y: number) =>
    planes.data[plane]?.[y * (planes.strides[plane] ?? 0) + x] ?? -1;
  for (let y = 0; y < coded.height; y++) {
    for (let x = 0; x < coded.width; x++) {
      yield { where: `y ${x},${y}`, got: shown(0, x, y), wanted: colour(x, y)[0] };
      if (x % 2 || y % 2) continue;
      const four = [colour(x, y), colour(x + 1, y), colour(x, y + 1), colour(x + 1, y + 1)];
      for (const plane of [1, 2] as const) {
        const wanted = four.reduce((sum, each) => sum + each[plane], 0) / 4;
        yield { where: `${plane} ${x},${y}`, got: shown(plane, x / 2, y / 2), wanted };
      }
    }
  }
}

function assertConverted(picture: Picture): void {
  // Half a unit is rounding; the coefficients are exact to a hundredth.
  for (const { where, got, wanted } of compared(picture))
    assert.ok(Math.abs(got - wanted) < 0.52, `${where}: ${got} instead of ${wanted}`);
}

function pictureOf({ width, height }: Size, byte: (index: number) => number): Picture {
  const picture = new Picture(width, height);
  for (let index = 0; index < picture.pixels.length; index++) picture.pixels[index] = byte(index);
  return picture;
}

const random = new SeededRandom(1);
const noise = () => random.below(256);

describe('conversion for the encoder', () => {
  for (const size of [
    { width: 64, height: 64 },
    { width: 16, height: 2 },
    { width: 1, height: 1 },
    { width: 15, height: 33 },
    { width: 17, height: 31 },
    { width: 34, height: 97 },
    { width: 733, height: 41 },
  ]) {
    it(`is the standard's, also at the edges: ${size.width}×${size.height}`, () => {
      using picture = pictureOf(size, noise);
      const converter = new Converter();
      converter.convert(picture, { from: 0, to: size.height });
      assertConverted(picture);
    });
  }

  it('takes black, white and the strongest colours to the ends of their ranges', () => {
    for (const [blue, green, red] of [
      [0, 0, 0],
      [255, 255, 255],
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [255, 255, 0],
      [255, 0, 255],
      [0, 255, 255],
    ] as const) {
      using picture = pictureOf({ width: 50, height: 4 }, index => [blue, green, red, 77][index % 4] ?? 0);
      const converter = new Converter();
      converter.convert(picture, { from: 0, to: 4 });
      assertConverted(picture);
    }
  });

  it('leaves alone what is not in the rows', () => {
    using picture = pictureOf({ width: 40, height: 101 }, noise);
    const converter = new Converter();
    converter.convert(picture, { from: 0, to: 101 });
    const before = picture.planes.data.map(plane => Buffer.from(plane));
    picture.pixels.fill(200);
    const span = wholeRowPairs({ from: 41, to: 76 }, 101);
    assert.deepEqual(span, { from: 40, to: 76 });
    converter.convert(picture, span);
    for (const [index, rows] of [
      [0, span],
      [1, { from: span.from / 2, to: span.to / 2 }],
      [2, { from: span.from / 2, to: span.to / 2 }],
    ] as const) {
      const plane = picture.planes.data[index];
      const was = before[index];
      const stride = picture.planes.strides[index] ?? 0;
      assert.ok(plane && was);
      assert.deepEqual(plane.subarray(0, rows.from * stride), was.subarray(0, rows.from * stride));
      assert.notDeepEqual(
        plane.subarray(rows.from * stride, rows.to * stride),
        was.subarray(rows.from * stride, rows.to * stride),
      );
      assert.deepEqual(plane.subarray(rows.to * stride), was.subarray(rows.to * stride));
    }
  });
});
