import {
  codecStringOf,
  declareNoReordering,
  joinNalUnits,
  nalTypeOf,
  nalTypes,
  parseSps,
  splitNalUnits,
} from '@berth/bitstream';
import { type FromHost, fromHost, isNewer, type Rect } from '@berth/wire';
import type { FromMedia } from '../media-messages.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { type Size, validityOf } from './damage-rects.ts';
import { FrameClock } from './frame-clock.ts';
import { codedSizeOf, type Picture } from './picture.ts';
import { PictureSource } from './picture-source.ts';
import type { Screen } from './screen.ts';

const keyFrameIntervalMs = 1000;
const refineAfterMs = 250;
/** An input's own effect may go out between two beats, but a flood of input does not double the rate. */
const inputIntervalMs = 4;
/** Encoder and pictures are given back when nobody has watched for so long. */
const releaseAfterMs = 20_000;

export interface StreamerOptions {
  readonly maxFps: number;
  readonly dpi: number;
  readonly firstSequence: number;
  readonly inputSerial: number;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  tell(status: FromMedia): void;
}

interface Captured {
  readonly picture: Picture;
  readonly sequence: number;
  readonly key: boolean;
  readonly refine: boolean;
  readonly capturedAt: number;
  readonly inputSerial: number;
  readonly validity: readonly Rect[];
}

/** Decides when the screen is captured, and turns captures into packets, in order. One capture and one encode run at a time, side by side. */
export class Streamer {
  readonly #screen: Screen;
  readonly #options: StreamerOptions;
  readonly #clock: FrameClock;
  #source: PictureSource | null = null;
  #size: Size;
  #watched = false;
  #damaged = true;
  #drawn = false;
  #resized = true;
  #keyWanted = true;
  /** The encoder has made nothing yet: what it makes first is a key frame. */
  #fresh = true;
  #lastKeyAt = -Infinity;
  #lastCaptureAt = -Infinity;
  #refinable = false;
  #sequence: number;
  #through: number;
  #inputSerial: number;
  #capturedInput: number;
  #capturing = false;
  #encoding: Promise<void> = Promise.resolve();
  #busySince: number | null = null;
  #underWay = 0;
  #pts = 0n;
  #codec = '';
  #timer: NodeJS.Timeout | null = null;
  #refineTimer: NodeJS.Timeout | null = null;
  #releaseTimer: NodeJS.Timeout | null = null;

  constructor(screen: Screen, size: Size, options: StreamerOptions) {
    this.#screen = screen;
    this.#size = size;
    this.#options = options;
    this.#clock = new FrameClock(options.maxFps);
    this.#sequence = options.firstSequence;
    this.#through = (options.firstSequence - 1) >>> 0;
    this.#inputSerial = options.inputSerial;
    this.#capturedInput = options.inputSerial;
  }

  /** Milliseconds since which a capture or an encode has been under way; 0 when none is. */
  get busyMs(): number {
    return this.#busySince === null ? 0 : monotonicNow() - this.#busySince;
  }

  handleDamage(): void {
    this.#damaged = true;
    if (!this.#drawn) {
      this.#drawn = true;
      this.#options.tell({ type: 'drawn' });
    }
    this.#pump();
  }

  handleResize(width: number, height: number): void {
    if (this.#size.width === width && this.#size.height === height) return;
    this.#size = { width, height };
    this.#resized = true;
    this.#damaged = true;
    this.#pump();
  }

  /** Opens the encoder before anybody watches: the first viewer of a new session is about to come. */
  async warmUp(): Promise<void> {
    if (this.#capturing || this.#source) return;
    this.#capturing = true;
    try {
      await this.#reopen();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#capturing = false;
      if (!this.#watched) this.#armRelease();
      this.#pump();
    }
  }

  watch(watched: boolean): void {
    this.#watched = watched;
    if (watched) {
      if (this.#releaseTimer) clearTimeout(this.#releaseTimer);
      this.#releaseTimer = null;
      this.#pump();
    } else {
      this.#armRelease();
      if (this.#refineTimer) clearTimeout(this.#refineTimer);
    }
  }

  allowThrough(sequence: number): void {
    this.#through = sequence;
    this.#pump();
  }

  requestKeyFrame(): void {
    this.#keyWanted = true;
    this.#pump();
  }

  noteInput(serial: number): void {
    this.#inputSerial = serial;
  }

  #armRelease(): void {
    this.#releaseTimer ??= setTimeout(() => void this.#release(), releaseAfterMs);
  }

  async #release(): Promise<void> {
    this.#releaseTimer = null;
    const source = this.#source;
    if (this.#watched || this.#capturing || !source) return;
    this.#source = null;
    this.#resized = true;
    this.#keyWanted = true;
    await source[Symbol.asyncDispose]();
  }

  /** Looks whether something is to be captured now; called whenever any answer to that may have changed. */
  #pump(): void {
    if (!this.#watched || this.#capturing) return;
    const now = monotonicNow();
    const keyDelay = this.#keyWanted ? Math.max(0, this.#lastKeyAt + keyFrameIntervalMs - now) : Infinity;
    if (!this.#damaged && keyDelay === Infinity) return;
    if (isNewer(this.#sequence, this.#through)) return;
    if (this.#source && !this.#source.hasFree) return;
    const urgent = this.#inputSerial !== this.#capturedInput && now - this.#lastCaptureAt >= inputIntervalMs;
    const frameDelay = urgent ? 0 : this.#clock.delayAt(now);
    const delay = this.#damaged ? frameDelay : Math.max(frameDelay, keyDelay);
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (delay > 0.5) {
      this.#timer = setTimeout(() => this.#pump(), delay);
      return;
    }
    const mustBeKey = this.#resized || !this.#source || this.#fresh;
    void this.#capture(mustBeKey || keyDelay === 0, false);
  }

  #refine(): void {
    if (!this.#refinable || this.#damaged || !this.#watched || this.#capturing) return;
    if (isNewer(this.#sequence, this.#through) || !this.#source?.hasFree) return;
    void this.#capture(false, true);
  }

  async #capture(key: boolean, refine: boolean): Promise<void> {
    this.#capturing = true;
    this.#begin();
    try {
      if (this.#resized || !this.#source) await this.#reopen();
      const source = this.#source;
      if (!source) return;
      const now = monotonicNow();
      this.#clock.captured(now);
      this.#lastCaptureAt = now;
      if (key) {
        this.#keyWanted = false;
        this.#fresh = false;
        this.#lastKeyAt = now;
      }
      const rects = await this.#takeDamage(source);
      if (rects.length === 0 && !key && !refine) return;
      const inputSerial = this.#inputSerial;
      this.#capturedInput = inputSerial;
      const picture = source.take();
      try {
        await source.grab(picture);
      } catch (error) {
        source.release(picture);
        throw error;
      }
      const captured: Captured = {
        picture,
        sequence: this.#sequence,
        key,
        refine,
        capturedAt: now,
        inputSerial,
        validity: key || refine ? [] : validityOf(rects, source.size),
      };
      this.#sequence = (this.#sequence + 1) >>> 0;
      this.#begin();
      this.#encoding = this.#encoding.then(() => this.#encode(source, captured));
    } catch (error) {
      // A screen that shrank under the grab is refused by X; the size's own event follows and starts anew.
      if (!this.#resized) this.#fail(error);
    } finally {
      this.#capturing = false;
      this.#end();
      this.#pump();
    }
  }

  async #takeDamage(source: PictureSource): Promise<readonly Rect[]> {
    if (!this.#damaged) return [];
    this.#damaged = false;
    const { extents, rects } = await this.#screen.takeDamage();
    source.markStale([extents]);
    return rects;
  }

  async #reopen(): Promise<void> {
    await this.#encoding;
    await this.#source?.[Symbol.asyncDispose]();
    this.#source = null;
    this.#resized = false;
    const size = this.#size;
    this.#source = await PictureSource.open(this.#screen, size, this.#options.maxFps);
    this.#codec = '';
    this.#keyWanted = true;
    this.#fresh = true;
    this.#sendMessage({ type: 'screen', sequence: this.#sequence, ...size, dpi: this.#options.dpi });
  }

  async #encode(source: PictureSource, captured: Captured): Promise<void> {
    try {
      const { picture, key, refine, sequence, capturedAt, inputSerial, validity } = captured;
      let data = await source.encode(picture, this.#pts++, { key, refine });
      if (key) data = this.#describe(data, source.size);
      this.#sendMessage({ type: 'video', sequence, key, capturedAt, inputSerial, validity, data });
      this.#refinable = !refine;
      if (!refine) this.#armRefining();
    } catch (error) {
      this.#fail(error);
    } finally {
      source.release(captured.picture);
      this.#end();
      this.#pump();
    }
  }

  #armRefining(): void {
    if (this.#refineTimer) this.#refineTimer.refresh();
    else this.#refineTimer = setTimeout(() => this.#refine(), refineAfterMs);
  }

  /** Announces the decoder's configuration where it changed, and makes sure of the SPS. */
  #describe(data: Uint8Array<ArrayBuffer>, size: Size): Uint8Array<ArrayBuffer> {
    const units = splitNalUnits(data).map(unit =>
      nalTypeOf(unit) === nalTypes.sps ? declareNoReordering(unit) : unit,
    );
    const spsUnit = units.find(unit => nalTypeOf(unit) === nalTypes.sps);
    if (!spsUnit) throw new Error('a key frame without a parameter set');
    const codec = codecStringOf(parseSps(spsUnit));
    if (codec !== this.#codec) {
      this.#codec = codec;
      this.#sendMessage({ type: 'decoder', codec, ...codedSizeOf(size), description: new Uint8Array(0) });
    }
    return joinNalUnits(units);
  }

  #sendMessage(message: FromHost): void {
    this.#options.send(fromHost.encode(message));
  }

  #begin(): void {
    if (this.#underWay++ === 0) this.#busySince = monotonicNow();
  }

  /** Something came through: what is still under way counts from now. */
  #end(): void {
    this.#busySince = --this.#underWay === 0 ? null : monotonicNow();
  }

  #fail(error: unknown): void {
    this.#options.tell({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
}
