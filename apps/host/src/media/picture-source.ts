import type { Rect } from '@berth/wire';
import { monotonicNow } from '../monotonic-clock.ts';
import { bandRows, Converter, wholeBands } from './converter.ts';
import { boundingRect, clipRect, type Size } from './damage-rects.ts';
import { codedSizeOf, joinSpans, Picture } from './picture.ts';
import type { Screen } from './screen.ts';
import { SharedSegment } from './shared-segment.ts';
import { X264Encoder } from './x264-encoder.ts';

/** One is encoded while the next is captured and converted. */
const pictureCount = 2;

/** What depends on the screen's size: shared memory, pictures, converter, encoder. Made anew when the size changes. */
export class PictureSource implements AsyncDisposable {
  readonly size: Size;
  readonly encoder: X264Encoder;
  readonly #segment: SharedSegment;
  readonly #converter = new Converter();
  readonly #pictures: readonly Picture[];
  readonly #taken = new Set<Picture>();
  #work: Promise<unknown> = Promise.resolve();

  private constructor(size: Size, encoder: X264Encoder, segment: SharedSegment) {
    this.size = size;
    this.encoder = encoder;
    this.#segment = segment;
    this.#pictures = Array.from({ length: pictureCount }, () => new Picture(size.width, size.height));
  }

  static async open(screen: Screen, size: Size, maxFps: number): Promise<PictureSource> {
    const coded = codedSizeOf(size);
    const [segment, encoder] = await Promise.all([
      SharedSegment.create(screen.x, screen.shm, size.width * size.height * 4),
      X264Encoder.open(coded.width, coded.height, maxFps),
    ]);
    return new PictureSource(size, encoder, segment);
  }

  get hasFree(): boolean {
    return this.#taken.size < this.#pictures.length;
  }

  /** Tells every picture what it misses from now on. */
  markStale(rects: readonly Rect[]): void {
    const box = boundingRect(rects.flatMap(rect => clipRect(rect, this.size) ?? []));
    if (!box) return;
    const span = { from: box.y, to: box.y + box.height };
    for (const picture of this.#pictures) picture.stale = joinSpans(picture.stale, span);
  }

  /** The free picture that misses least; `release` it after encoding. */
  take(): Picture {
    const missing = (p: Picture) => (p.stale ? p.stale.to - p.stale.from : 0);
    const [best] = this.#pictures.filter(p => !this.#taken.has(p)).sort((a, b) => missing(a) - missing(b));
    if (!best) throw new Error('every picture is taken');
    this.#taken.add(best);
    return best;
  }

  release(picture: Picture): void {
    this.#taken.delete(picture);
  }

  /** Brings a picture up to date with the screen. Resolves to when conversion began. */
  grab(picture: Picture): Promise<number> {
    return this.#use(async () => {
      if (!picture.stale) return monotonicNow();
      const { from, to } = wholeBands(picture.stale, this.size.height);
      await this.#segment.grabRows(this.size.width, from, to, picture.pixels);
      const convertFrom = monotonicNow();
      // Two halves at a time: conversion is the longest step before the encoder, and it waits for this one.
      const middle = to - from > 4 * bandRows ? wholeBands({ from, to: (from + to) >> 1 }, to).to : to;
      await Promise.all([
        this.#converter.convert(picture, { from, to: middle }, 0),
        middle < to ? this.#converter.convert(picture, { from: middle, to }, 1) : undefined,
      ]);
      picture.stale = null;
      return convertFrom;
    });
  }

  encode(picture: Picture, pts: bigint, key: boolean): Promise<Uint8Array<ArrayBuffer>> {
    return this.#use(() => this.encoder.encode(picture.yuv, pts, key));
  }

  #use<T>(work: () => Promise<T>): Promise<T> {
    const result = work();
    this.#work = Promise.allSettled([this.#work, result]);
    return result;
  }

  /** Native memory goes only when no native call uses it any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#work;
    this.#segment[Symbol.dispose]();
    this.encoder[Symbol.dispose]();
    this.#converter[Symbol.dispose]();
    for (const picture of this.#pictures) picture[Symbol.dispose]();
  }
}
