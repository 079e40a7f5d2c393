import {
  codecStringOf,
  declareNoReordering,
  joinNalUnits,
  nalTypeOf,
  nalTypes,
  parseSps,
  splitNalUnits,
} from '@berth/bitstream';
import type { FromHost, Quality, Rect } from '@berth/wire';
import { monotonicNow } from '../monotonic-clock.ts';
import { codedSizeOf, type Size, validityOf } from './damage-rects.ts';
import type { KnownPixels, PictureSource, Shot } from './picture-source.ts';
import { QualityChoice } from './quality-choice.ts';
import type { Screen } from './screen.ts';

const keyFrameIntervalMs = 1000;

/** Loaded when it is needed: FFmpeg is most of what this process would have to load before its first picture. */
const loadPictureSource = () => import('./picture-source.ts');

export interface VideoCapture {
  readonly sequence: number;
  readonly key: boolean;
  readonly capturedAt: number;
  readonly inputSerial: number;
  readonly validity: readonly Rect[];
}

/** The tier of large changes. Nothing of it exists before the first one, nor after `close`. */
export class VideoTier {
  readonly #screen: Screen;
  readonly #maxFps: number;
  readonly #send: (message: FromHost) => void;
  readonly #quality = new QualityChoice(monotonicNow());
  #source: PictureSource | null = null;
  #keyWanted = true;
  #lastKeyAt = -Infinity;
  #pts = 0n;
  #codec = '';

  constructor(screen: Screen, maxFps: number, send: (message: FromHost) => void) {
    this.#screen = screen;
    this.#maxFps = maxFps;
    this.#send = send;
  }

  get isOpen(): boolean {
    return this.#source !== null;
  }

  /** Whether a capture would have to wait for an encode to end. */
  get isFull(): boolean {
    return this.#source !== null && !this.#source.hasFree;
  }

  /** So long something new waited for viewers to acknowledge what they were sent. */
  noteHeld(ms: number): void {
    this.#quality.held(ms);
  }

  /** What the path has been seen to carry; null: not known. */
  notePath(bytesPerSecond: number | null): void {
    this.#quality.bytesPerSecond = bytesPerSecond;
  }

  wishQuality(quality: Quality): void {
    this.#quality.wish = quality;
  }

  /** So that the first large change need not wait for it. */
  prepare(): void {
    void loadPictureSource();
  }

  /** The next frame that can be is a key frame: at most one a second. */
  requestKeyFrame(): void {
    this.#keyWanted = true;
  }

  /** Whether viewers wait for a frame that stands alone. */
  get owesKeyFrame(): boolean {
    return this.#keyWanted;
  }

  /** Viewers were given something newer there than any shot. */
  markStale(rects: readonly Rect[]): void {
    this.#source?.markStale(rects);
  }

  async open(size: Size): Promise<void> {
    if (this.#source) return;
    const { PictureSource } = await loadPictureSource();
    this.#source = await PictureSource.open(this.#screen, size, this.#maxFps);
    this.#codec = '';
    this.#keyWanted = true;
    this.#lastKeyAt = -Infinity;
  }

  /** The screen as it is now. To be given to `capture` or `release`. */
  shoot(rects: readonly Rect[]): Promise<Shot> {
    return this.#opened.shoot(rects);
  }

  /** The same, with its pixels. */
  shootPixels(rects: readonly Rect[]): Promise<Shot> {
    return this.#opened.shootPixels(rects);
  }

  /** What of `rects` need not be captured again. */
  known(rects: readonly Rect[]): KnownPixels | null {
    return this.#source?.known(rects) ?? null;
  }

  markSent(shot: Shot, rects: readonly Rect[]): void {
    this.#opened.markSent(shot, rects);
  }

  release(shot: Shot): void {
    this.#source?.release(shot);
  }

  /** Converts; the returned function encodes and sends, and is to be called once, in order. */
  async capture(
    shot: Shot,
    rects: readonly Rect[],
    header: Omit<VideoCapture, 'key' | 'validity'>,
  ): Promise<{ validity: readonly Rect[]; convertFrom: number; encode: () => Promise<void> }> {
    const source = this.#opened;
    const quality = this.#quality.choose(header.capturedAt);
    if (quality !== source.encoder.quality) {
      source.encoder.quality = quality;
      this.#keyWanted = true;
    }
    const key = this.#keyWanted && header.capturedAt - this.#lastKeyAt >= keyFrameIntervalMs;
    const convertFrom = source.convert(shot);
    if (key) {
      this.#keyWanted = false;
      this.#lastKeyAt = header.capturedAt;
    }
    const validity = validityOf(rects, source.size);
    source.markSent(shot, validity);
    return {
      validity,
      convertFrom,
      encode: () => this.#encode(source, shot, { ...header, key, validity }),
    };
  }

  get #opened(): PictureSource {
    if (!this.#source) throw new Error('a capture without an encoder');
    return this.#source;
  }

  async #encode(source: PictureSource, shot: Shot, capture: VideoCapture): Promise<void> {
    try {
      let data = await source.encode(shot, this.#pts++, capture.key);
      this.#quality.sent(data.length);
      if (capture.key) data = this.#describe(data, source);
      this.#send({ type: 'video', ...capture, data });
    } finally {
      source.release(shot);
    }
  }

  /** Announces the decoder's configuration where it changed, and makes sure of the SPS. */
  #describe(data: Uint8Array<ArrayBuffer>, { size, encoder }: PictureSource): Uint8Array<ArrayBuffer> {
    const units = splitNalUnits(data).map(unit =>
      nalTypeOf(unit) === nalTypes.sps ? declareNoReordering(unit) : unit,
    );
    const spsUnit = units.find(unit => nalTypeOf(unit) === nalTypes.sps);
    if (!spsUnit) throw new Error('a key frame without a parameter set');
    const codec = codecStringOf(parseSps(spsUnit));
    if (codec !== this.#codec) {
      this.#codec = codec;
      this.#send({ type: 'decoder', codec, ...codedSizeOf(size), description: new Uint8Array(0) });
      this.#send({ type: 'encoder', name: encoder.name });
    }
    return joinNalUnits(units);
  }

  /** Gives the memory back. Encodes must have ended. */
  async close(): Promise<void> {
    const source = this.#source;
    this.#source = null;
    await source?.[Symbol.asyncDispose]();
  }
}
