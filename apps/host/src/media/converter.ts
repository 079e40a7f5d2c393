import { I420Kernel } from './i420-kernel.ts';
import type { Picture, RowSpan } from './picture.ts';

/** Rows are converted in pairs, for 4:2:0. */
export const bandRows = 2;

export function wholeBands(span: RowSpan, height: number): RowSpan {
  return {
    from: Math.floor(span.from / bandRows) * bandRows,
    to: Math.min(height, Math.ceil(span.to / bandRows) * bandRows),
  };
}

/** BGR to limited-range BT.601 YUV 4:2:0, of part of the rows, at once: a screen takes about a millisecond. */
export class Converter implements Disposable {
  #kernel: I420Kernel | null = null;

  /** Pictures must be of one size. */
  convert(picture: Picture, { from, to }: RowSpan, _lane?: 0 | 1): void {
    this.#kernel ??= new I420Kernel(picture.width, picture.planes.strides);
    this.#kernel.convert(picture.pixels, picture.planes, from, to);
  }

  [Symbol.dispose](): void {
    this.#kernel = null;
  }
}
