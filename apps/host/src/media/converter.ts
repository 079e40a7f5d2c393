import { I420Kernel, type PixelReader } from './i420-kernel.ts';
import type { Picture } from './picture.ts';
import type { RowSpan } from './row-spans.ts';

/** Rows are converted in pairs, for 4:2:0. */
export function wholeRowPairs({ from, to }: RowSpan, height: number): RowSpan {
  return { from: from & ~1, to: Math.min(height, (to + 1) & ~1) };
}

/** BGR to limited-range BT.601 YUV 4:2:0, of part of the rows, at once: a screen takes about a millisecond. */
export class Converter {
  #kernel: I420Kernel | null = null;

  /** Pictures must be of one size. Their planes are filled from what `read` gives, or else from their own pixels. */
  convert(picture: Picture, { from, to }: RowSpan, read: PixelReader = pixelsOf(picture)): void {
    this.#kernel ??= new I420Kernel(picture.width, picture.planes.strides);
    this.#kernel.convert(read, picture.planes, from, to);
  }
}

const pixelsOf =
  ({ pixels }: Picture): PixelReader =>
  (to, from, bytes) =>
    pixels.copy(to, 0, from, from + bytes);
