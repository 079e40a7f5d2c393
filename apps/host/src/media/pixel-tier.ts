import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { encodeQoi } from '@berth/bitstream';
import type { FromHost, Rect } from '@berth/wire';
import { monotonicNow } from '../monotonic-clock.ts';
import { contains, type Size } from './damage-rects.ts';
import { LosslessTrial } from './lossless-trial.ts';
import { mergeRects } from './merge-rects.ts';
import type { Screen } from './screen.ts';
import type { ScreenPixels } from './scroll-search.ts';
import { SharedSegment } from './shared-segment.ts';

type Pixels = Extract<FromHost, { type: 'pixels' }>;
export type PixelPart = Pick<Pixels, 'rect' | 'encoding' | 'data'>;

/** One part of a still is not larger, so that neither side is busy with it for more than a few milliseconds. */
const partPixels = 1024 * 1024;

const areaOf = (rects: readonly Rect[]) => rects.reduce((sum, r) => sum + r.width * r.height, 0);

/** What is so small is captured together with asking what has changed, which saves a round trip to the X server. */
const earlyPixels = 128 * 128;
/** Deflating pays for text and flat colour, not for photographs, and not for a few bytes. */
const deflate = promisify(zlib.deflate);
const leastDeflated = 512;
const worthDeflating = (bytes: number, pixels: number) => bytes > 4096 && bytes < pixels;

/** Captures and encodes rectangles without loss: the tier of small changes, of refinement, and of stills. */
export class PixelTier {
  readonly #screen: Screen;
  readonly #trial = new LosslessTrial();
  #segment: SharedSegment | null = null;
  #early: Rect | null = null;
  /** How much of the last `encodeChange` was encoding. */
  lastEncodeMs = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /**
   * Captures what is likely to be the next change, to be called right after asking for the damage: then it holds all that
   * is part of the answer.
   */
  async grabEarly(rect: Rect | null): Promise<void> {
    this.#early = null;
    if (!rect || !this.#segment || areaOf([rect]) > earlyPixels) return;
    await this.#segment.grabRect(rect);
    this.#early = rect;
  }

  /** What of `rects` comes to at most `budget` bytes; of `known`, if the screen has been captured. The rest is left for video. */
  async encodeChange(
    rects: readonly Rect[],
    size: Size,
    budget: number,
    known: ScreenPixels | null = null,
  ): Promise<PixelPart[]> {
    const parts: PixelPart[] = [];
    this.lastEncodeMs = 0;
    const early = this.#early;
    this.#early = null;
    if (!known && early && this.#segment && rects.every(rect => contains(early, rect))) {
      const part = this.#compress(early, this.#segment.grabbed, budget);
      if (part) return [part];
    }
    let left = budget;
    // The smallest first: a caret is not to wait for the film beside it.
    const clusters = [...mergeRects(rects)].sort((a, b) => areaOf([a]) - areaOf([b]));
    for (const rect of clusters) {
      const pixels = areaOf([rect]);
      if (!this.#trial.worthTrying(pixels)) continue;
      const part = await this.#encode(rect, size, this.#trial.limit(pixels, left), known);
      if (part) {
        this.#trial.fitted(pixels);
        left -= part.data.length;
        parts.push(part);
      } else this.#trial.tooLarge();
    }
    return parts;
  }

  /** All of `rects` of a screen that has been captured; null if that comes to more than `budget` bytes. */
  encodeFrom(screen: ScreenPixels, rects: readonly Rect[], budget: number): PixelPart[] | null {
    const parts: PixelPart[] = [];
    this.lastEncodeMs = 0;
    let left = budget;
    for (const rect of rects) {
      const exact = this.#compress(rect, pixelsOf(screen, rect), left);
      if (!exact) return null;
      const part = deflatedNow(exact);
      left -= part.data.length;
      parts.push(part);
    }
    return parts;
  }

  /** All of `rects`, whatever it comes to, part by part. */
  async *encodeAll(
    rects: readonly Rect[],
    size: Size,
    known: ScreenPixels | null = null,
  ): AsyncGenerator<PixelPart> {
    for (const rect of rects) {
      const rows = Math.max(1, Math.floor(partPixels / rect.width));
      for (let y = rect.y; y < rect.y + rect.height; y += rows) {
        const height = Math.min(rows, rect.y + rect.height - y);
        const part = await this.#encode({ ...rect, y, height }, size, Infinity, known);
        if (part) yield worthDeflating(part.data.length, rect.width * height) ? await deflated(part) : part;
      }
    }
  }

  async #encode(
    rect: Rect,
    size: Size,
    budget: number,
    known: ScreenPixels | null,
  ): Promise<PixelPart | null> {
    if (known) return this.#compress(rect, pixelsOf(known, rect), budget);
    this.#segment ??= await SharedSegment.create(
      this.#screen.x,
      this.#screen.shm,
      size.width * size.height * 4,
    );
    await this.#segment.grabRect(rect);
    return this.#compress(rect, this.#segment.grabbed, budget);
  }

  #compress(rect: Rect, pixels: Uint32Array, budget: number): PixelPart | null {
    const from = monotonicNow();
    const data = encodeQoi(pixels, rect.width, rect.height, budget === Infinity ? undefined : budget);
    this.lastEncodeMs += monotonicNow() - from;
    return data && { rect, encoding: 'qoi', data };
  }

  /** Gives the memory back; the next change takes new. */
  release(): void {
    this.#segment?.[Symbol.dispose]();
    this.#segment = null;
  }
}

function pixelsOf({ bytes, width: stride }: ScreenPixels, { x, y, width, height }: Rect): Uint32Array {
  const pixels = new Uint32Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = bytes.byteOffset + ((y + row) * stride + x) * 4;
    pixels.set(new Uint32Array(bytes.buffer, start, width), row * width);
  }
  return pixels;
}

const deflateOptions = { level: 1 };

async function deflated(part: PixelPart): Promise<PixelPart> {
  return smaller(part, new Uint8Array(await deflate(part.data, deflateOptions)));
}

/** For what comes sixty times a second and is small. */
function deflatedNow(part: PixelPart): PixelPart {
  if (part.data.length < leastDeflated) return part;
  return smaller(part, new Uint8Array(zlib.deflateSync(part.data, deflateOptions)));
}

function smaller(part: PixelPart, data: Uint8Array<ArrayBuffer>): PixelPart {
  return data.length < part.data.length * 0.8 ? { ...part, encoding: 'qoi-deflate', data } : part;
}
