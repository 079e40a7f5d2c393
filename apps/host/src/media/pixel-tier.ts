import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { boundingRect, type FromHost, type Rect } from '@berth/wire';
import { monotonicNow } from '../monotonic-clock.ts';
import { areaOf, clipRect, contains, type Size } from './damage-rects.ts';
import { LosslessTrial } from './lossless-trial.ts';
import { mergeRects } from './merge-rects.ts';
import { encodeQoi, encodeQoiRect } from './qoi-kernel.ts';
import type { Screen } from './screen.ts';
import type { ScreenPixels } from './screen-pixels.ts';
import { SharedSegment } from './shared-segment.ts';

type Pixels = Extract<FromHost, { type: 'pixels' }>;
export type PixelPart = Pick<Pixels, 'rect' | 'encoding' | 'data'>;

/** What is so small is captured together with asking what has changed, which saves a round trip to the X server. */
const earlyPixels = 128 * 128;
/** X tells of the first that is drawn; what follows at once is likely to be beside it: after a letter, the cursor. */
const leastMargin = 16;
/** Deflating pays for text and flat colour, not for photographs, and not for a few bytes. */
const deflate = promisify(zlib.deflate);
const leastDeflated = 512;
const worthDeflating = (bytes: number, pixels: number) => bytes > 4096 && bytes < pixels;

/** Captures and encodes rectangles without loss: the tier of small changes, of refinement, and of stills. */
export class PixelTier {
  readonly #screen: Screen;
  readonly #trial = new LosslessTrial();
  #segment: SharedSegment | null = null;
  #early: { readonly rect: Rect; readonly pixels: ScreenPixels } | null = null;
  /** How much of the last `encodeChange` was encoding. */
  lastEncodeMs = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /**
   * Captures what is likely to be the next change, to be called right after asking for the damage: then it holds all that
   * is part of the answer.
   */
  async grabEarly(drawn: Rect | null, size: Size): Promise<void> {
    this.#early = null;
    if (!drawn || !this.#segment) return;
    const margin = Math.max(leastMargin, drawn.width);
    const wide = clipRect({ ...drawn, x: drawn.x - margin, width: drawn.width + 2 * margin }, size);
    const rect = wide && areaOf(wide) <= earlyPixels ? wide : drawn;
    if (areaOf(rect) > earlyPixels) return;
    await this.#segment.grabRects([rect]);
    const { buffer, byteOffset } = this.#segment.grabbed;
    const { width, height } = rect;
    const bytes = Buffer.from(buffer, byteOffset, width * height * 4);
    this.#early = { rect, pixels: { bytes, width, height } };
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
    const box = boundingRect(rects);
    if (!known && early && box && contains(early.rect, box)) {
      const inside = { ...box, x: box.x - early.rect.x, y: box.y - early.rect.y };
      const part = this.#compress(box, early.pixels, budget, inside);
      if (part) return [part];
    }
    // The smallest first: a caret is not to wait for the film beside it.
    const clusters = mergeRects(rects)
      .filter(rect => this.#trial.worthTrying(areaOf(rect)))
      .sort((a, b) => areaOf(a) - areaOf(b));
    const pixels = known ? clusters.map(() => known) : await this.#grab(clusters, size);
    let spent = 0;
    for (const [index, rect] of clusters.entries()) {
      const from = pixels[index];
      const part = from && this.#compress(rect, from, this.#trial.limit(areaOf(rect), budget, spent));
      if (part) {
        this.#trial.fitted(areaOf(rect));
        spent += part.data.length;
        parts.push(part);
      } else this.#trial.tooLarge(budget);
    }
    return parts;
  }

  /** All of `rects` of a screen that has been captured; null if that comes to more than `budget` bytes. */
  encodeFrom(screen: ScreenPixels, rects: readonly Rect[], budget: number): PixelPart[] | null {
    const parts: PixelPart[] = [];
    this.lastEncodeMs = 0;
    let left = budget;
    for (const rect of rects) {
      const exact = this.#compress(rect, screen, left);
      if (!exact) return null;
      const part = deflatedNow(exact);
      left -= part.data.length;
      parts.push(part);
    }
    return parts;
  }

  /** All of `rect`, whatever it comes to. */
  async encodeWhole(rect: Rect, size: Size, known?: ScreenPixels): Promise<PixelPart> {
    const pixels = known ?? (await this.#grab([rect], size))[0];
    const part = pixels && this.#compress(rect, pixels, Infinity);
    if (!part) throw new Error('a part of the screen could not be encoded');
    return worthDeflating(part.data.length, areaOf(rect)) ? deflated(part) : part;
  }

  /** The pixels of each of `rects`, until the next grab. */
  async #grab(rects: readonly Rect[], size: Size): Promise<Uint32Array[]> {
    this.#segment ??= await SharedSegment.create(
      this.#screen.x,
      this.#screen.shm,
      size.width * size.height * 4,
    );
    const segment = this.#segment;
    // Rectangles that overlap can be more than the screen: then what they cover together is little more than one of them.
    if (!(await segment.grabRects(rects))) return [];
    let at = 0;
    return rects.map(rect => {
      const from = at;
      at += areaOf(rect);
      return segment.grabbed.subarray(from, at);
    });
  }

  /** Of the screen, or of what was grabbed of it; there it is `at`. */
  #compress(
    rect: Rect,
    pixels: Uint32Array | ScreenPixels,
    budget: number,
    at: Rect = rect,
  ): PixelPart | null {
    const from = monotonicNow();
    const data =
      pixels instanceof Uint32Array
        ? encodeQoi(pixels, rect.width, rect.height, budget)
        : encodeQoiRect(pixels.bytes, pixels.width, at, budget);
    this.lastEncodeMs += monotonicNow() - from;
    return data && { rect, encoding: 'qoi', data };
  }

  /** Gives the memory back; the next change takes new. */
  release(): void {
    this.#segment?.[Symbol.dispose]();
    this.#segment = null;
  }
}

const deflateOptions = { level: 1 };

async function deflated(part: PixelPart): Promise<PixelPart> {
  return smaller(part, new Uint8Array(await deflate(part.data, deflateOptions)));
}

/** For what comes sixty times a second and is small. */
function deflatedNow(part: PixelPart): PixelPart {
  if (part.data.length < leastDeflated || part.data.length > areaOf(part.rect)) return part;
  return smaller(part, new Uint8Array(zlib.deflateSync(part.data, deflateOptions)));
}

function smaller(part: PixelPart, data: Uint8Array<ArrayBuffer>): PixelPart {
  return data.length < part.data.length * 0.8 ? { ...part, encoding: 'qoi-deflate', data } : part;
}
