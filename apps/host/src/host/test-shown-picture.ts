import { inflateSync } from 'node:zlib';
import { decodeQoi } from '@berth/bitstream';
import type { FromHost, Rect } from '@berth/wire';

type Picture = Extract<FromHost, { type: 'video' | 'pixels' | 'copy' }>;

/**
 * What a page shows after the packets so far: exact pixels where they came last; where video did, it only knows
 * that it is lossy.
 */
export class ShownPicture {
  readonly #width: number;
  readonly #height: number;
  readonly #bgr: Int32Array;

  constructor({ width, height }: { width: number; height: number }) {
    this.#width = width;
    this.#height = height;
    this.#bgr = new Int32Array(width * height).fill(-1);
  }

  show(message: Picture): void {
    if (message.type === 'video') {
      const { validity } = message;
      const whole = { x: 0, y: 0, width: this.#width, height: this.#height };
      for (const rect of validity.length > 0 ? validity : [whole]) this.#put(rect, () => -1);
      return;
    }
    if (message.type === 'copy') {
      const { from, toX, toY } = message;
      const shown = this.#take(from);
      this.#put({ ...from, x: toX, y: toY }, index => shown[index] ?? -1);
      return;
    }
    const { rect, data } = message;
    const qoi = message.encoding === 'qoi' ? data : inflateSync(data);
    const rgba = decodeQoi(qoi, rect.width, rect.height);
    this.#put(rect, index => {
      const at = index * 4;
      return ((rgba[at] ?? 0) << 16) | ((rgba[at + 1] ?? 0) << 8) | (rgba[at + 2] ?? 0);
    });
  }

  get isLossy(): boolean {
    return this.#bgr.includes(-1);
  }

  /** The first place that is lossy, or another colour than in these B, G, R, x bytes; null when all is exact. */
  firstDifference(screen: Buffer): string | null {
    const differs = (index: number) => this.#bgr[index] !== (screen.readUInt32LE(index * 4) & 0xff_ffff);
    for (let index = 0; index < this.#bgr.length; index++)
      if (differs(index))
        return `${index % this.#width},${Math.floor(index / this.#width)}: ${this.#bgr[index]?.toString(16)}`;
    return null;
  }

  #take({ x, y, width, height }: Rect): readonly number[] {
    return Array.from({ length: width * height }, (_, index) => {
      const at = (y + Math.floor(index / width)) * this.#width + x + (index % width);
      return this.#bgr[at] ?? -1;
    });
  }

  #put(rect: Rect, at: (index: number) => number): void {
    for (let y = 0; y < rect.height; y++)
      for (let x = 0; x < rect.width; x++)
        this.#bgr[(rect.y + y) * this.#width + rect.x + x] = at(y * rect.width + x);
  }
}
