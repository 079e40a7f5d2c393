import { type Rect, subtract } from '@berth/wire';
import { monotonicNow } from '../monotonic-clock.ts';
import { Converter, wholeRowPairs } from './converter.ts';
import { clipRect, codedSizeOf, largestOf, type Size } from './damage-rects.ts';
import type { PixelReader } from './i420-kernel.ts';
import { Picture } from './picture.ts';
import { type RowSpan, RowSpans } from './row-spans.ts';
import type { Screen } from './screen.ts';
import type { ScreenPixels } from './screen-pixels.ts';
import { SharedSegment } from './shared-segment.ts';
import { X264Encoder } from './x264-encoder.ts';

/** One is encoded while the next is captured and converted. */
const pictureCount = 2;

/** A picture, and the rows of the screen of which it has not got the pixels, or the planes. */
class Slot {
  readonly picture: Picture;
  readonly missing: RowSpans;
  readonly unconverted: RowSpans;
  /** Rows whose pixels lie in the segment, to be converted from there. */
  readonly grabbed = new RowSpans();
  sent: Rect | null = null;

  constructor({ width, height }: Size) {
    const all = [{ from: 0, to: height }];
    this.picture = new Picture(width, height);
    this.missing = new RowSpans(all);
    this.unconverted = new RowSpans(all);
  }
}

/** The screen as it was at one moment. To be released. */
export interface Shot {
  /** Null where it is for the encoder alone: a film is not copied for what would hardly ever be looked at. */
  readonly now: ScreenPixels | null;
  /** The shot before it; null while there is none. */
  readonly before: EarlierShot | null;
}

/** What viewers hold, or are to hold, in `rects`. */
export interface KnownPixels {
  readonly pixels: ScreenPixels;
  readonly rects: readonly Rect[];
}

/** A shot of which viewers were given all in `sent`, and since then something newer in the rows `missing`. */
export interface EarlierShot {
  readonly pixels: ScreenPixels;
  readonly sent: Rect;
  readonly missing: RowSpans;
}

/** What depends on the screen's size: shared memory, pictures, converter, encoder. Made anew when the size changes. */
export class PictureSource implements AsyncDisposable {
  readonly size: Size;
  readonly encoder: X264Encoder;
  readonly #segment: SharedSegment;
  readonly #converter = new Converter();
  readonly #slots: readonly Slot[];
  readonly #taken = new Map<Shot, Slot>();
  readonly #readGrabbed: PixelReader = (to, from, bytes) => this.#segment.read(to, from, bytes);
  #latest: Slot | null = null;
  #work: Promise<unknown> = Promise.resolve();

  private constructor(size: Size, encoder: X264Encoder, segment: SharedSegment) {
    this.size = size;
    this.encoder = encoder;
    this.#segment = segment;
    this.#slots = Array.from({ length: pictureCount }, () => new Slot(size));
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
    return this.#taken.size < this.#slots.length;
  }

  /** Viewers hold something newer there than any shot. */
  markStale(rects: readonly Rect[]): void {
    const spans = this.#rowsOf(rects);
    for (const slot of this.#slots) {
      slot.missing.add(spans);
      slot.unconverted.add(spans);
    }
  }

  /** The screen as it is now, which has changed in `rects` since the last shot or `markStale`. To be converted before the next shot. */
  shoot(rects: readonly Rect[]): Promise<Shot> {
    return this.#shoot(rects, false);
  }

  /** The same, to be looked at as well. */
  shootPixels(rects: readonly Rect[]): Promise<Shot> {
    return this.#shoot(rects, true);
  }

  #shoot(rects: readonly Rect[], forPixels: boolean): Promise<Shot> {
    const latest = this.#latest;
    const missing = latest?.missing.copy();
    const sent = latest?.sent;
    this.markStale(rects);
    const free = this.#slots.filter(slot => !this.#isTaken(slot));
    // Beside the latest where that can be, so that the two can be compared.
    const slot = free.find(each => each !== latest) ?? free[0];
    if (!slot) throw new Error('every picture is taken');
    const known = latest && missing && sent && latest !== slot;
    const shot = {
      now: forPixels ? pixelsOf(slot) : null,
      before: known ? { pixels: pixelsOf(latest), sent, missing } : null,
    };
    this.#taken.set(shot, slot);
    this.#latest = slot;
    slot.sent = null;
    return this.#use(async () => {
      try {
        await (forPixels ? this.#grabPixels(slot) : this.#grabForEncoder(slot));
        return shot;
      } catch (error) {
        this.markStale([{ x: 0, y: 0, ...this.size }]);
        this.release(shot);
        throw error;
      }
    });
  }

  async #grabPixels({ picture, missing }: Slot): Promise<void> {
    const spans = missing.list;
    missing.clear();
    await this.#grab(spans);
    const stride = this.size.width * 4;
    for (const { from, to } of spans)
      this.#segment.read(picture.pixels, from * stride, (to - from) * stride, from * stride);
  }

  #grabForEncoder({ grabbed, unconverted }: Slot): Promise<void> {
    grabbed.add(this.#wholePairs(unconverted));
    unconverted.clear();
    return this.#grab(grabbed.list);
  }

  async #grab(spans: readonly RowSpan[]): Promise<void> {
    await Promise.all(spans.map(({ from, to }) => this.#segment.grabRows(this.size.width, from, to)));
  }

  /** The latest shot, and what of `rects` it does not miss. */
  known(rects: readonly Rect[]): KnownPixels | null {
    const latest = this.#latest;
    if (!latest) return null;
    const rows = latest.missing.list.map(({ from, to }) => {
      return { x: 0, y: from, width: this.size.width, height: to - from };
    });
    return { pixels: pixelsOf(latest), rects: subtract(rects, rows) };
  }

  /** Viewers are given, lossy or not, what the shot holds in all of each of `rects`. The largest is remembered. */
  markSent(shot: Shot, rects: readonly Rect[]): void {
    const slot = this.#slotOf(shot);
    slot.sent = largestOf(slot.sent ? [slot.sent, ...rects] : rects);
  }

  release(shot: Shot): void {
    const slot = this.#taken.get(shot);
    slot?.unconverted.add(slot.grabbed.list);
    slot?.grabbed.clear();
    this.#taken.delete(shot);
  }

  /** Brings the shot's planes up to date, at once. When conversion began. */
  convert(shot: Shot): number {
    const { picture, unconverted, grabbed } = this.#slotOf(shot);
    const convertFrom = monotonicNow();
    for (const span of grabbed.list) this.#converter.convert(picture, span, this.#readGrabbed);
    grabbed.clear();
    if (!shot.now) return convertFrom;
    const pairs = new RowSpans();
    pairs.add(this.#wholePairs(unconverted));
    unconverted.clear();
    for (const span of pairs.list) this.#converter.convert(picture, span);
    return convertFrom;
  }

  encode(shot: Shot, pts: bigint, key: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const { picture } = this.#slotOf(shot);
    return this.#use(() => this.encoder.encode(picture.yuv, pts, key));
  }

  #rowsOf(rects: readonly Rect[]): RowSpan[] {
    return rects.flatMap(rect => {
      const inside = clipRect(rect, this.size);
      return inside ? [{ from: inside.y, to: inside.y + inside.height }] : [];
    });
  }

  #wholePairs(rows: RowSpans): readonly RowSpan[] {
    return rows.list.map(span => wholeRowPairs(span, this.size.height));
  }

  #isTaken(slot: Slot): boolean {
    return [...this.#taken.values()].includes(slot);
  }

  #slotOf(shot: Shot): Slot {
    const slot = this.#taken.get(shot);
    if (!slot) throw new Error('a shot that was released');
    return slot;
  }

  #use<T>(work: () => Promise<T>): Promise<T> {
    const result = work();
    // Without their results, which would hold those before them: all that was ever encoded.
    this.#work = Promise.allSettled([this.#work, result]).then(() => undefined);
    return result;
  }

  /** Native memory goes only when no native call uses it any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#work;
    this.#segment[Symbol.dispose]();
    this.encoder[Symbol.dispose]();
    for (const { picture } of this.#slots) picture[Symbol.dispose]();
  }
}

function pixelsOf({ picture: { pixels, width, height } }: Slot): ScreenPixels {
  return { bytes: pixels, width, height };
}
