import {
  boundingRect,
  type FromHost,
  fromHost,
  isNewer,
  maxGroup,
  type Quality,
  type Rect,
  subtract,
  usualQuality,
} from '@berth/wire';
import { type FromMedia, stillCode, stillFlags } from '../media-messages.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { PathEstimate } from '../path-estimate.ts';
import { clipRect, contains, type Size } from './damage-rects.ts';
import { FrameClock } from './frame-clock.ts';
import { InputEffect } from './input-effect.ts';
import { type FoundScroll, KnownContent } from './known-content.ts';
import { losslessBudget } from './lossless-budget.ts';
import { MovingRefinement } from './moving-refinement.ts';
import type { Shot } from './picture-source.ts';
import { type PixelPart, PixelTier } from './pixel-tier.ts';
import type { Screen } from './screen.ts';
import { StageLog, type StageTimes } from './stage-log.ts';
import { StillParts } from './still-parts.ts';
import { TileMap } from './tile-map.ts';
import { VideoTier } from './video-tier.ts';

const quietMs = 250;
/** Where the screen is drawn on without a pause, refinement waits so much longer, and then takes a beat now and then. */
const overdueMs = 250;
/** How many pixels are refined at a time, or are one part of a still, so that a change never waits long behind. */
const partPixels = 256 * 1024;
/** An input's own effect may go out between two beats, but a flood of input does not double the rate. */
const inputIntervalMs = 4;
/** While much moves, a capture waits so long after the first drawing of a frame, so as not to catch it half drawn. */
const drawingMs = 1.5;
/** The encoder and its pictures are given back when nothing large has changed for so long, the rest when nobody watches. */
const releaseAfterMs = 20_000;

export interface StreamerOptions {
  readonly maxFps: number;
  readonly firstSequence: number;
  readonly inputSerial: number;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  tell(status: FromMedia): void;
}

/** Decides when the screen is captured and by which tier, and sends what comes of it, in order. One capture and one encode run at a time, side by side. */
export class Streamer {
  readonly #screen: Screen;
  readonly #options: StreamerOptions;
  readonly #clock: FrameClock;
  readonly #pixels: PixelTier;
  readonly #video: VideoTier;
  readonly #known: KnownContent;
  readonly #moving: MovingRefinement;
  readonly #stages = new StageLog();
  #tiles: TileMap;
  #size: Size;
  #watched = false;
  #damaged = true;
  #drawn = false;
  #resized = true;
  /** Nobody has watched until now: whoever does has nothing yet. */
  #unseen = false;
  readonly #still = new StillParts(quietMs, partPixels);
  #lastCaptureAt = -Infinity;
  /** When content last went as video, or was scrolled. */
  #lastVideoAt = -Infinity;
  /** When viewers last had much of what was drawn already. */
  #lastKnownAt = -Infinity;
  #lastRefinedAt = -Infinity;
  #sequence: number;
  #through: number;
  #path: PathEstimate | null = null;
  #quality: Quality = usualQuality;
  #damagedAt = 0;
  #damageBox: Rect | null = null;
  readonly #input: InputEffect;
  #busy = false;
  #encodes: Promise<void> = Promise.resolve();
  #encoding = 0;
  #busySince: number | null = null;
  #underWay = 0;
  #timer: NodeJS.Timeout | null = null;
  #releaseTimer: NodeJS.Timeout | null = null;
  #heldSince: number | null = null;

  constructor(screen: Screen, size: Size, options: StreamerOptions) {
    this.#screen = screen;
    this.#size = size;
    this.#tiles = new TileMap(size);
    this.#options = options;
    this.#clock = new FrameClock(options.maxFps);
    this.#pixels = new PixelTier(screen);
    this.#video = new VideoTier(screen, options.maxFps, message => this.#send(message));
    this.#known = new KnownContent(this.#video, this.#pixels);
    this.#moving = new MovingRefinement(this.#pixels);
    this.#sequence = options.firstSequence;
    this.#through = (options.firstSequence - 1) >>> 0;
    this.#input = new InputEffect(options.inputSerial);
  }

  /** Milliseconds since which a capture or an encode has been under way; 0 when none is. */
  get busyMs(): number {
    return this.#busySince === null ? 0 : monotonicNow() - this.#busySince;
  }

  handleDamage(box: Rect): void {
    if (!this.#damaged) this.#damagedAt = monotonicNow();
    this.#damaged = true;
    this.#damageBox = this.#damageBox ? boundingRect([this.#damageBox, box]) : box;
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
    this.#pump();
  }

  watch(watched: boolean): void {
    if (watched && !this.#watched) this.#unseen = true;
    this.#watched = watched;
    this.#armRelease();
    this.#pump();
  }

  allowThrough(sequence: number, path: PathEstimate | null): void {
    this.#through = sequence;
    this.#path = path;
    this.#video.notePath(path?.bytesPerSecond ?? null);
    this.#pump();
  }

  requestKeyFrame(): void {
    this.#video.requestKeyFrame();
  }

  requestStill(hurry: boolean): void {
    this.#still.ask(hurry, monotonicNow());
    this.#pump();
  }

  wishQuality(quality: Quality): void {
    this.#quality = quality;
    this.#video.wishQuality(quality);
  }

  noteInput(serial: number): void {
    this.#input.note(serial, monotonicNow());
  }

  /** Looks whether something is to be done now; called whenever any answer to that may have changed. */
  #pump(): void {
    if (!this.#watched || this.#busy) return;
    const now = monotonicNow();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const work = this.#choose(now);
    if (typeof work === 'function') void this.#run(work);
    else if (work !== Infinity) this.#timer = setTimeout(() => this.#pump(), Math.max(1, work));
  }

  #noteHeld(held: boolean, now: number): void {
    if (this.#heldSince !== null) this.#video.noteHeld(now - this.#heldSince);
    this.#heldSince = held ? now : null;
  }

  /** What is to be done now, or else in how many milliseconds to look again. */
  #choose(now: number): (() => Promise<void>) | number {
    if (this.#resized) return () => this.#startScreen();
    if (this.#unseen) return () => this.#startAnew();
    let later = Infinity;
    const mayGo = !isNewer(this.#sequence, this.#through);
    this.#noteHeld(this.#damaged && !mayGo, now);
    if (mayGo && this.#isRefinementOverdue(now)) return () => this.#refine(now);
    const stillDelay = this.#still.delayAt(now, this.#lastVideoAt);
    const showsInput = this.#damaged && this.#input.mayShow(now);
    // Before the next capture, of which there is always one where captures take longer than a beat.
    if (stillDelay <= 0 && !showsInput && !this.#still.yields) return () => this.#sendStillPart();
    if (this.#damaged && mayGo && !this.#video.isFull) {
      const delay = this.#captureDelay(now);
      if (delay <= 0.5) return () => this.#capture(now);
      later = delay;
    }
    if (stillDelay <= 0) return () => this.#sendStillPart();
    later = Math.min(later, stillDelay);
    const changed = this.#tiles.oldestLossyChange;
    if (changed !== null && mayGo && this.#encoding === 0) {
      const delay = Math.max(changed + quietMs - now, this.#clock.delayAt(now));
      if (delay <= 0) return () => this.#refine(now);
      later = Math.min(later, delay);
    }
    return later;
  }

  /** Where something is drawn without a pause, refinement would find no beat of its own. An input's effect goes before it. */
  #isRefinementOverdue(now: number): boolean {
    if (!this.#damaged || this.#input.mayShow(now)) return false;
    if (now - this.#lastRefinedAt < overdueMs || this.#clock.delayAt(now) > 0) return false;
    const changed = this.#tiles.oldestLossyChange;
    return changed !== null && now - changed > quietMs + overdueMs;
  }

  /** How many bytes one capture may come to without loss. */
  get #budget(): number {
    return losslessBudget(this.#path, this.#options.maxFps, this.#quality);
  }

  get #lastLargeAt(): number {
    return Math.max(this.#lastVideoAt, this.#lastKnownAt);
  }

  #captureDelay(now: number): number {
    const moving = now - this.#lastLargeAt < quietMs;
    const drawing = moving ? this.#damagedAt + drawingMs - now : 0;
    const beat = this.#input.mayShow(now)
      ? this.#lastCaptureAt + inputIntervalMs - now
      : this.#clock.delayAt(now);
    return Math.max(drawing, beat);
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#begin();
    try {
      await work();
    } catch (error) {
      // A screen that shrank under the grab is refused by X; the size's own event follows and starts anew.
      if (!this.#resized) this.#fail(error);
    } finally {
      this.#busy = false;
      this.#end();
      this.#pump();
    }
  }

  async #capture(now: number): Promise<void> {
    const box = this.#damageBox && clipRect(this.#damageBox, this.#size);
    this.#still.noteCapture();
    this.#damaged = false;
    this.#damageBox = null;
    const taken = this.#screen.takeDamage();
    const early = this.#pixels.grabEarly(box, this.#size);
    const rects = (await taken).flatMap(rect => clipRect(rect, this.#size) ?? []);
    await early;
    if (rects.length === 0) return;
    this.#clock.captured(now);
    this.#lastCaptureAt = now;
    this.#input.noteCapture();
    const shot = await this.#known.shoot(rects, now);
    const shotAt = monotonicNow();
    // Who gets a still has its upper parts and not its lower ones: what is copied from there to here would stay wrong.
    const mayCopy = !this.#still.isUnderWay;
    const compared = shot && this.#known.compare(shot, rects, now, this.#budget, mayCopy);
    const changed = compared?.changed ?? rects;
    const scroll = compared?.scroll;
    if (compared?.wasOfUse) this.#lastKnownAt = now;
    if (changed.length === 0) this.#tellUnchanged();
    this.#tiles.changed(changed, now);
    const others = scroll ? subtract(changed, [scroll.area]) : changed;
    const left = this.#budget - bytesOf(scroll?.parts ?? []);
    const parts = await this.#pixels.encodeChange(others, this.#size, left, shot?.now ?? null);
    // What is finer than the clusters that were tried: less is painted over.
    const large = others.filter(rect => !parts.some(part => contains(part.rect, rect)));
    if (scroll) {
      this.#lastVideoAt = now;
      const room = large.length === 0 ? left - bytesOf(parts) : 0;
      this.#sendScroll({ ...scroll, parts: [...scroll.parts, ...parts] }, now, room);
      this.#note({ captureMs: shotAt - now, convertMs: 0, encodeMs: monotonicNow() - shotAt });
    } else if (parts.length > 0) {
      this.#sendParts(parts, now);
      const encodeMs = this.#pixels.lastEncodeMs;
      this.#note({ captureMs: monotonicNow() - now - encodeMs, convertMs: 0, encodeMs });
    }
    // With a shot, all that has changed comes from it.
    if (shot) this.#video.markSent(shot, rects);
    else this.#video.markStale(parts.map(part => part.rect));
    if (large.length > 0) await this.#captureVideo(shot, large, now);
    else if (shot) this.#video.release(shot);
  }

  async #captureVideo(earlier: Shot | null, large: readonly Rect[], now: number): Promise<void> {
    if (!this.#video.isOpen) {
      await this.#video.open(this.#size);
      this.#armRelease();
    }
    const shot = earlier ?? (await this.#video.shoot(large));
    const shotAt = monotonicNow();
    const frame = await this.#video.capture(shot, large, {
      sequence: this.#sequence,
      capturedAt: now,
      inputSerial: this.#input.captured,
    });
    this.#sequence = (this.#sequence + 1) >>> 0;
    this.#lastVideoAt = now;
    this.#tiles.markLossy(frame.validity);
    const convertMs = monotonicNow() - frame.convertFrom;
    this.#inOrder(async () => {
      const from = monotonicNow();
      await frame.encode();
      this.#note({ captureMs: shotAt - now, convertMs, encodeMs: monotonicNow() - from });
    });
  }

  #tellUnchanged(): void {
    const inputSerial = this.#input.takeUnchanged();
    if (inputSerial !== null) this.#options.tell({ type: 'unchanged', inputSerial });
  }

  async #startScreen(): Promise<void> {
    await this.#encodes;
    await this.#video.close();
    this.#pixels.release();
    this.#resized = false;
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) >>> 0;
    this.#send({ type: 'screen', sequence, ...this.#size });
    await this.#startAnew();
  }

  /** Everybody gets a still: what has changed until now needs no packets of its own. */
  async #startAnew(): Promise<void> {
    this.#unseen = false;
    this.#tiles = new TileMap(this.#size);
    this.#damaged = false;
    this.#damageBox = null;
    await this.#screen.takeDamage();
    this.#video.markStale([{ x: 0, y: 0, ...this.#size }]);
    this.#still.drop();
    await this.#sendStillPart();
  }

  async #refine(now: number): Promise<void> {
    this.#clock.captured(now);
    this.#lastRefinedAt = now;
    const rects = this.#tiles.quietLossy(now - quietMs, partPixels);
    const known = this.#video.known(rects);
    const unknown = known ? subtract(rects, known.rects) : rects;
    const parts: PixelPart[] = [];
    for (const rect of known?.rects ?? [])
      parts.push(await this.#pixels.encodeWhole(rect, this.#size, known?.pixels));
    for (const rect of unknown) parts.push(await this.#pixels.encodeWhole(rect, this.#size));
    if (parts.length === 0) return;
    this.#sendTogether(sequence => parts.map(part => this.#pixelMessage(part, sequence, now, true)));
    this.#tiles.markExact(rects);
    this.#video.markStale(unknown);
  }

  /** With the number of what was sent last: it holds all that, and everything later is newer. */
  async #sendStillPart(): Promise<void> {
    const { rect, flags } = this.#still.next(this.#size, monotonicNow());
    const capturedAt = monotonicNow();
    const sequence = (this.#sequence - 1) >>> 0;
    const part = await this.#pixels.encodeWhole(rect, this.#size);
    const bytes = fromHost.encode(this.#pixelMessage(part, sequence, capturedAt, true));
    const framed = new Uint8Array(2 + bytes.length);
    framed.set([stillCode, flags]);
    framed.set(bytes, 2);
    this.#video.markStale([rect]);
    this.#sendInOrder(() => this.#options.send(framed));
    if (flags & stillFlags.last) this.#video.prepare();
  }

  #sendParts(parts: readonly PixelPart[], capturedAt: number): void {
    this.#tiles.markExact(parts.map(part => part.rect));
    this.#sendTogether(sequence => parts.map(part => this.#pixelMessage(part, sequence, capturedAt, false)));
  }

  /** With it goes, up to `room` bytes, what makes exact what was lossy. */
  #sendScroll({ copies, parts, screen }: FoundScroll, capturedAt: number, room: number): void {
    for (const { from, to } of copies) this.#tiles.copy(from, to);
    this.#tiles.markExact(parts.map(part => part.rect));
    const refined = this.#moving.next(this.#tiles, screen, room);
    this.#tiles.markExact(refined.map(part => part.rect));
    const inputSerial = this.#input.captured;
    this.#sendTogether(sequence => [
      ...copies.map(({ from, to }): FromHost => {
        return { type: 'copy', sequence, from, toX: to.x, toY: to.y, capturedAt, inputSerial };
      }),
      ...parts.map(part => this.#pixelMessage(part, sequence, capturedAt, false)),
      ...refined.map(part => this.#pixelMessage(part, sequence, capturedAt, true)),
    ]);
  }

  /** The messages of one capture share one number, and come at once. */
  #sendTogether(messagesOf: (sequence: number) => readonly FromHost[]): void {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) >>> 0;
    const [first, ...others] = messagesOf(sequence);
    if (!first) return;
    const messages = [first, ...others].map(message => fromHost.encode(message));
    this.#sendInOrder(() => {
      if (others.length === 0) this.#send(first);
      else
        for (const group of batches(messages, maxGroup))
          this.#send({ type: 'group', sequence, messages: group });
    });
  }

  #sendInOrder(send: () => void): void {
    if (this.#encoding === 0) send();
    else this.#inOrder(send);
  }

  #pixelMessage(part: PixelPart, sequence: number, capturedAt: number, refinement: boolean): FromHost {
    const inputSerial = this.#input.captured;
    return { type: 'pixels', ...part, sequence, refinement, capturedAt, inputSerial };
  }

  /** After everything that was captured before. */
  #inOrder(send: () => Promise<void> | void): void {
    this.#encoding++;
    this.#begin();
    this.#encodes = this.#encodes
      .then(send)
      .catch(error => this.#fail(error))
      .then(() => {
        this.#encoding--;
        this.#end();
        this.#pump();
      });
  }

  #armRelease(afterMs = releaseAfterMs): void {
    this.#releaseTimer ??= setTimeout(() => {
      this.#releaseTimer = null;
      if (this.#busy || this.#encoding > 0) this.#armRelease();
      else void this.#run(() => this.#release());
    }, afterMs);
  }

  async #release(): Promise<void> {
    if (!this.#watched) {
      this.#pixels.release();
      await this.#video.close();
    } else if (this.#video.isOpen) {
      const left = this.#lastLargeAt + releaseAfterMs - monotonicNow();
      if (left <= 0) await this.#video.close();
      else this.#armRelease(left);
    }
  }

  #note(times: StageTimes): void {
    const medians = this.#stages.add(times, monotonicNow());
    if (medians) this.#send({ type: 'stages', ...medians });
  }

  #send(message: FromHost): void {
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

const bytesOf = (parts: readonly PixelPart[]) => parts.reduce((sum, part) => sum + part.data.length, 0);

function* batches<T>(all: readonly T[], most: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += most) yield all.slice(at, at + most);
}
