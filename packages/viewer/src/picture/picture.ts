import { decodeQoi, QoiError } from '@berth/bitstream';
import { type FromHost, intersection, isNewer, type Rect, WireError } from '@berth/wire';
import { FrameConverter, type FramePixels } from './frame-converter.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { inflate, inflateNow, quicklyInflated } from './inflate.ts';
import { PaintOrder } from './paint-order.ts';
import { type PaintPacket, PaintTurns } from './paint-turns.ts';
import { Rate } from './rate.ts';
import { evenBox, ScreenCanvas } from './screen-canvas.ts';
import { StageProbe } from './stage-probe.ts';

export type PictureMessage = Extract<
  FromHost,
  { type: 'screen' | 'decoder' | 'video' | 'pixels' | 'copy' | 'leftOut' }
>;
type Video = Extract<FromHost, { type: 'video' }>;
type Pixels = Extract<FromHost, { type: 'pixels' }>;
type Copy = Extract<FromHost, { type: 'copy' }>;
type FrameTag = Pick<Video, 'sequence' | 'validity'> & { readonly packet: PaintPacket };

/** A key frame takes a moment to come; asking again before that only makes a second one. */
const keyRequestEveryMs = 1000;
/** The longest QOI encoding of a pixel is five bytes; header and end marker are 22. */
const qoiLimit = (rect: Rect) => rect.width * rect.height * 5 + 22;

export interface PictureEvents {
  /** Everything up to `sequence` is painted or skipped. */
  handleSettled(sequence: number): void;
  handlePainted(): void;
  handleResized(): void;
  handleKeyFrameNeeded(): void;
  /** The browser has lost what was painted, as when its GPU process ends. */
  handlePictureLost(): void;
  /** The host sent what cannot be a picture. */
  handleBroken(why: string): void;
  /** This browser decodes no video of this size: what moves is shown once it rests, when it comes without loss. Told once for each. */
  handleUnable(width: number, height: number): void;
}

/** Turns picture messages into the picture, in the right order, and tells how far it is. */
export class Picture {
  readonly canvas = new ScreenCanvas();
  readonly #events: PictureEvents;
  readonly #order = new PaintOrder();
  readonly #turns = new PaintTurns();
  readonly #decoder: FrameDecoder<FrameTag>;
  readonly #converter = new FrameConverter();
  readonly #painted = new Rate();
  readonly stages = new StageProbe();
  readonly tiers = {
    rectangles: { count: 0, bytes: 0 },
    video: { count: 0, bytes: 0 },
    refined: { count: 0, bytes: 0 },
    scrolled: { count: 0, bytes: 0 },
  };
  /** Sizes that hold from a sequence on which has not been painted yet. */
  #screens: { sequence: number; width: number; height: number }[] = [];
  #screenSince: number | null = null;
  #keyRequestedAt = Number.NEGATIVE_INFINITY;
  #unableAt = '';
  /** Grows with each connection: what an older one left inflating is dropped. */
  #generation = 0;
  codec: string | null = null;
  decodeMs: number | null = null;
  framesDecoded = 0;
  framesDropped = 0;

  constructor(events: PictureEvents) {
    this.#events = events;
    this.canvas.element.addEventListener('contextrestored', () => events.handlePictureLost());
    this.#decoder = new FrameDecoder<FrameTag>({
      handleFrame: (decoded, skipped) => {
        this.decodeMs = (this.decodeMs ?? decoded.decodeMs) * 0.9 + decoded.decodeMs * 0.1;
        this.stages.handleDecoded(decoded.decodeMs);
        this.framesDecoded++;
        this.#lose(skipped);
        this.#handleFrame(decoded.frame, decoded.tag);
      },
      handleLost: lost => {
        this.#lose(lost);
        this.#settled();
      },
      handleKeyFrameNeeded: () => this.#requestKeyFrame(),
      handleUnable: ({ width, height }) => this.#handleUnable(width, height),
    });
  }

  get fps(): number {
    return this.#painted.perSecond(performance.now());
  }

  /** A connection begins. The last picture stays until a new one is there. */
  begin(width: number, height: number): void {
    this.#generation++;
    this.#decoder.reset();
    this.#turns.clear();
    this.#screens = [];
    this.#screenSince = null;
    this.#keyRequestedAt = Number.NEGATIVE_INFINITY;
    this.#unableAt = '';
    if (this.canvas.resize(width, height)) this.#events.handleResized();
    this.#order.reset();
  }

  handleMessage(message: PictureMessage): void {
    switch (message.type) {
      case 'screen':
        this.#screens.push(message);
        break;
      case 'decoder':
        this.codec = message.codec;
        this.#decoder.configure(message);
        break;
      case 'leftOut':
        this.#order.leaveOut(message.sequence, message.rects);
        break;
      case 'video':
        this.stages.handleArrived(message.capturedAt, performance.now());
        this.#count('video', message.data.byteLength);
        this.#order.expect(message.sequence, this.canvas.whole);
        this.#decoder.decode(message.data, message.key, {
          sequence: message.sequence,
          validity: message.validity,
          packet: this.#turns.arrive(),
        });
        break;
      case 'copy':
        this.stages.handleArrived(message.capturedAt, performance.now());
        this.#count('scrolled', 0);
        this.#order.expect(message.sequence, this.canvas.whole);
        this.#turns.ready(this.#turns.arrive(true), () => this.#paintCopy(message));
        break;
      case 'pixels':
        // A still or a refinement is not late, however long ago its content was drawn.
        if (!message.refinement) this.stages.handleArrived(message.capturedAt, performance.now());
        this.#count(message.refinement ? 'refined' : 'rectangles', message.data.byteLength);
        this.#order.expect(message.sequence, this.canvas.whole);
        this.#handlePixels(message);
    }
  }

  dispose(): void {
    this.#generation++;
    this.#decoder.reset();
    this.#turns.clear();
  }

  #handlePixels(message: Pixels): void {
    if (message.rect.width === 0 || message.rect.height === 0) {
      this.#events.handleBroken('empty pixels');
      return;
    }
    const packet = this.#turns.arrive();
    const { data } = message;
    if (message.encoding === 'qoi') {
      this.#turns.ready(packet, () => this.#paintPixels(message, data));
      return;
    }
    if (data.byteLength <= quicklyInflated) {
      this.#turns.ready(packet, () => this.#paintDeflated(message));
      return;
    }
    const generation = this.#generation;
    inflate(message.data, qoiLimit(message.rect)).then(
      qoi => {
        this.#turns.ready(packet, () => this.#paintPixels(message, qoi));
      },
      (error: unknown) => {
        if (generation === this.#generation) this.#events.handleBroken(String(error));
      },
    );
  }

  #paintDeflated(message: Pixels): void {
    let qoi: Uint8Array;
    try {
      qoi = inflateNow(message.data, qoiLimit(message.rect));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#events.handleBroken(error.message);
      return;
    }
    this.#paintPixels(message, qoi);
  }

  #paintPixels({ sequence, rect }: Pixels, qoi: Uint8Array): void {
    let pixels: Uint8ClampedArray<ArrayBuffer>;
    const from = performance.now();
    try {
      pixels = decodeQoi(qoi, rect.width, rect.height);
    } catch (error) {
      if (!(error instanceof QoiError)) throw error;
      this.#events.handleBroken(error.message);
      return;
    }
    if (!this.#reachScreen(sequence)) return;
    const decoded = performance.now();
    this.stages.handleDecoded(decoded - from);
    const parts = this.#order.paint(sequence, [rect]);
    this.canvas.putPixels(new ImageData(pixels, rect.width, rect.height), rect, parts);
    this.stages.handlePresented(performance.now() - decoded);
    this.framesDecoded++;
    this.#handlePainted(sequence);
  }

  #paintCopy({ sequence, from, toX, toY }: Copy): void {
    if (!this.#reachScreen(sequence)) return;
    const began = performance.now();
    const to = { ...from, x: toX, y: toY };
    this.canvas.copy(from, to, this.#order.copy(sequence, from, to));
    this.stages.handlePresented(performance.now() - began);
    this.#handlePainted(sequence);
  }

  #handleFrame(frame: VideoFrame, tag: FrameTag): void {
    const ready = (pixels: FramePixels | null) =>
      this.#turns.ready(
        tag.packet,
        () => this.#paintFrame(frame, pixels, tag),
        () => frame.close(),
      );
    const whole = { x: 0, y: 0, width: frame.displayWidth, height: frame.displayHeight };
    const converting = this.#converter.convert(
      frame,
      tag.validity.length > 0 ? evenBox(tag.validity, frame) : whole,
    );
    if (converting) void converting.then(ready);
    else ready(null);
  }

  #paintFrame(frame: VideoFrame, pixels: FramePixels | null, { sequence, validity }: FrameTag): void {
    try {
      if (!this.#reachScreen(sequence)) return;
      const rects = this.#validOf(validity);
      const from = performance.now();
      const parts = this.#order.paintFrame(sequence, rects);
      // What an earlier frame still owed may lie beyond what was converted.
      const converted = pixels && parts.every(part => isInside(part, pixels.box)) ? pixels : null;
      if (converted) this.canvas.putPixels(converted.image, { x: 0, y: 0 }, parts);
      else this.canvas.drawFrame(frame, parts);
      const ms = performance.now() - from;
      if (converted) this.#converter.notePut(ms, converted, areaOf(parts));
      else if (parts.length > 0) this.#converter.noteDrawn(ms, areaOf([evenBox(parts, frame)]));
      this.stages.handlePresented(ms + (pixels?.convertMs ?? 0));
      this.#handlePainted(sequence);
    } finally {
      frame.close();
    }
  }

  /** Takes over the size that holds at this sequence. False when the packet is from before the present screen. */
  #reachScreen(sequence: number): boolean {
    const reached = this.#screens.filter(screen => !isNewer(screen.sequence, sequence));
    this.#screens = this.#screens.filter(screen => isNewer(screen.sequence, sequence));
    const screen = reached.at(-1);
    if (screen) {
      this.#screenSince = screen.sequence;
      if (this.canvas.resize(screen.width, screen.height)) {
        this.#order.startScreen(screen.sequence, this.canvas.whole);
        this.#events.handleResized();
      }
    }
    if (this.#screenSince === null || !isNewer(this.#screenSince, sequence)) return true;
    this.#order.skip(sequence);
    this.#settled();
    return false;
  }

  #validOf(validity: readonly Rect[]): readonly Rect[] {
    return validity.length > 0 ? validity : [this.canvas.whole];
  }

  #count(tier: keyof typeof this.tiers, bytes: number): void {
    this.tiers[tier].count++;
    this.tiers[tier].bytes += bytes;
  }

  #handlePainted(sequence: number): void {
    this.#painted.add(sequence, performance.now());
    this.#events.handlePainted();
    this.#settled();
  }

  #lose(tags: readonly FrameTag[]): void {
    this.framesDropped += tags.length;
    for (const { sequence, validity, packet } of tags) {
      this.#order.loseFrame(sequence, this.#validOf(validity));
      this.#turns.drop(packet);
    }
  }

  #settled(): void {
    const sequence = this.#order.settledUpTo;
    if (sequence !== null) this.#events.handleSettled(sequence);
  }

  /** The host configures the decoder anew whenever it begins with video, also where nothing has changed. */
  #handleUnable(width: number, height: number): void {
    const size = `${width}×${height}`;
    if (size === this.#unableAt) return;
    this.#unableAt = size;
    this.#events.handleUnable(width, height);
  }

  #requestKeyFrame(): void {
    const now = performance.now();
    if (now - this.#keyRequestedAt < keyRequestEveryMs) return;
    this.#keyRequestedAt = now;
    this.#events.handleKeyFrameNeeded();
  }
}

function areaOf(rects: readonly Rect[]): number {
  return rects.reduce((sum, { width, height }) => sum + width * height, 0);
}

function isInside(inner: Rect, outer: Rect): boolean {
  const cut = intersection(inner, outer);
  return cut !== null && areaOf([cut]) === areaOf([inner]);
}
