import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@berth/testing';
import { intersection, type Rect } from '@berth/wire';
import { PaintOrder } from './paint-order.ts';
import { type PaintPacket, PaintTurns } from './paint-turns.ts';

const [width, height] = [16, 12];
const whole: Rect = { x: 0, y: 0, width, height };

/** What one pixel of the screen, or of the page, shows: the change that it is of, and whether it came with loss. */
interface Pixel {
  readonly change: number;
  readonly lossy: boolean;
}
type Pixels = readonly Pixel[];

interface Frame {
  readonly sequence: number;
  readonly validity: readonly Rect[];
  readonly screen: Pixels;
  readonly packet: PaintPacket;
}

interface Faults {
  /** Frames that went into the decoder and never come out. */
  readonly swallows: boolean;
  /** The decoder fails now and then, and the page asks for a key frame. */
  readonly fails: boolean;
  /** The browser cannot decode such pictures at all. */
  readonly refuses: boolean;
  /** Whether the host tells what it leaves out, or the page only sees a gap. */
  readonly tells: boolean;
}

const indicesOf = (rects: readonly Rect[]) =>
  rects.flatMap(rect => {
    const { x, y, width: columns, height: rows } = rect;
    return Array.from(
      { length: columns * rows },
      (_, index) => (y + Math.floor(index / columns)) * width + x + (index % columns),
    );
  });

/** The page's half: the real order and the real turns; a decoder and an inflation that take their time. */
class ModelPage {
  readonly order = new PaintOrder();
  readonly #turns = new PaintTurns();
  readonly #decoding: Frame[] = [];
  readonly #inflating: (() => void)[] = [];
  readonly #random: SeededRandom;
  readonly #faults: Faults;
  #needsKey = false;
  wantsKey = false;
  shown: Pixel[] = Array.from({ length: width * height }, () => ({ change: -1, lossy: true }));

  constructor(random: SeededRandom, faults: Faults) {
    this.#random = random;
    this.#faults = faults;
  }

  pixels(sequence: number, rect: Rect, screen: Pixels): void {
    this.order.expect(sequence, whole);
    const packet = this.#turns.arrive();
    const paint = () => this.#put(this.order.paint(sequence, [rect]), screen, false);
    const ready = () => this.#turns.ready(packet, paint);
    if (this.#random.oneIn(3)) this.#inflating.push(ready);
    else ready();
  }

  copy(sequence: number, from: Rect, to: Rect): void {
    this.order.expect(sequence, whole);
    this.#turns.ready(this.#turns.arrive(true), () => {
      const parts = this.order.copy(sequence, from, to);
      const before = [...this.shown];
      for (const at of indicesOf(parts))
        this.shown[at] = before[at + (from.y - to.y) * width + from.x - to.x] as Pixel;
    });
  }

  frame(sequence: number, validity: readonly Rect[], screen: Pixels, key: boolean): void {
    this.order.expect(sequence, whole);
    const frame = { sequence, validity, screen, packet: this.#turns.arrive() };
    if (this.#faults.refuses) {
      this.#lose(frame);
      return;
    }
    if (this.#needsKey && !key) {
      this.#lose(frame);
      this.wantsKey = true;
      return;
    }
    this.#needsKey = false;
    this.#decoding.push(frame);
  }

  /** Something may become ready. */
  work(): void {
    if (this.#random.oneIn(3)) this.#leaveDecoder();
    if (this.#random.oneIn(3)) this.#inflating.splice(this.#random.below(this.#inflating.length), 1)[0]?.();
  }

  finish(): void {
    while (this.#decoding.length > 0) this.#leaveDecoder();
    for (const ready of this.#inflating.splice(0)) ready();
  }

  fail(): void {
    this.#needsKey = true;
    this.wantsKey = true;
    for (const frame of this.#decoding.splice(0)) this.#lose(frame);
  }

  #leaveDecoder(): void {
    const swallowed =
      this.#faults.swallows && this.#random.oneIn(3) ? this.#random.below(this.#decoding.length) : 0;
    for (const frame of this.#decoding.splice(0, swallowed)) this.#lose(frame);
    const frame = this.#decoding.shift();
    if (!frame) return;
    const { sequence, validity, screen, packet } = frame;
    this.#turns.ready(packet, () => this.#put(this.order.paintFrame(sequence, validity), screen, true));
  }

  #lose({ sequence, validity, packet }: Frame): void {
    this.order.loseFrame(sequence, validity);
    this.#turns.drop(packet);
  }

  #put(rects: readonly Rect[], screen: Pixels, lossy: boolean): void {
    for (const at of indicesOf(rects)) this.shown[at] = { change: screen[at]?.change ?? -1, lossy };
  }
}

/** The other half, with one page: it knows what it has sent with loss, and what it has left out. */
class ModelHost {
  readonly #page: ModelPage;
  readonly #random: SeededRandom;
  readonly #tells: boolean;
  #changes = 0;
  #sequence = 0;
  #key = true;
  #inexact = false;
  #leftOut: Rect[] = [];
  screen: Pixel[] = Array.from({ length: width * height }, () => ({ change: 0, lossy: false }));

  constructor(page: ModelPage, random: SeededRandom, tells: boolean) {
    this.#page = page;
    this.#random = random;
    this.#tells = tells;
    this.still();
  }

  /** All of the screen, with the number of what was sent last. */
  still(): void {
    this.#inexact = false;
    this.#tellLeftOut(this.#sequence);
    const half = { ...whole, height: height / 2 };
    for (const rect of [half, { ...half, y: height / 2 }])
      this.#page.pixels(this.#sequence, rect, [...this.screen]);
  }

  step(): void {
    const kind = this.#random.below(11);
    if (kind < 3) this.#sendPixels([this.#change(false)]);
    else if (kind < 6) this.#sendFrame([this.#change(true), this.#change(true)]);
    else if (kind < 8 && !this.#key) this.#scroll();
    else if (kind < 10) this.#refine([this.#random.rectIn(whole)]);
    else if (this.#inexact) this.still();
  }

  /** What a host does when nothing moves any more. */
  settle(): void {
    this.#heed();
    if (this.#inexact) this.still();
    const lossy = this.screen.flatMap(({ lossy: isLossy }, at) =>
      isLossy ? [{ x: at % width, y: Math.floor(at / width), width: 1, height: 1 }] : [],
    );
    if (lossy.length > 0) this.#refine(lossy);
  }

  #heed(): void {
    if (!this.#page.wantsKey) return;
    this.#page.wantsKey = false;
    this.#key = true;
    this.#inexact = true;
  }

  #change(lossy: boolean): Rect {
    const rect = this.#random.rectIn(whole);
    this.#changes++;
    for (const at of indicesOf([rect])) this.screen[at] = { change: this.#changes, lossy };
    return rect;
  }

  #refine(rects: readonly Rect[]): void {
    for (const at of indicesOf(rects)) this.screen[at] = { ...(this.screen[at] as Pixel), lossy: false };
    this.#sendPixels(rects);
  }

  #scroll(): void {
    const by = { x: this.#random.below(5) - 2, y: this.#random.below(5) - 2 };
    const from = intersection(whole, { ...whole, ...by });
    if (!from) return;
    const to = { ...from, x: from.x - by.x, y: from.y - by.y };
    const before = [...this.screen];
    for (const at of indicesOf([to])) this.screen[at] = before[at + by.y * width + by.x] as Pixel;
    this.#sendPixels([this.#change(false)], { from, to });
  }

  /** Of one capture: all of it, or nothing. */
  #sendPixels(rects: readonly Rect[], copy?: { readonly from: Rect; readonly to: Rect }): void {
    const sequence = ++this.#sequence;
    if (this.#random.oneIn(8)) {
      this.#leftOut.push(...rects, ...(copy ? [copy.to] : []));
      this.#inexact = true;
      return;
    }
    this.#tellLeftOut(sequence - 1);
    if (copy) this.#page.copy(sequence, copy.from, copy.to);
    for (const rect of rects) this.#page.pixels(sequence, rect, [...this.screen]);
  }

  #sendFrame(validity: readonly Rect[]): void {
    this.#heed();
    const sequence = ++this.#sequence;
    if (this.#random.oneIn(8)) {
      this.#leftOut.push(...validity);
      this.#key = true;
      // What was lossy is refined anyway; but a page that sees only a gap takes all of the screen from the next frame.
      if (!this.#tells) this.#inexact = true;
      return;
    }
    this.#tellLeftOut(sequence - 1);
    this.#page.frame(sequence, validity, [...this.screen], this.#key);
    this.#key = false;
  }

  #tellLeftOut(upTo: number): void {
    const rects = this.#leftOut.splice(0);
    if (this.#tells && rects.length > 0) this.#page.order.leaveOut(upTo, rects);
  }
}

function assertWholeAtRest(seed: number, faults: Faults): void {
  const random = new SeededRandom(seed);
  const page = new ModelPage(random, faults);
  const host = new ModelHost(page, random, faults.tells);
  for (let step = 0; step < 60; step++) {
    host.step();
    page.work();
    if (faults.fails && random.oneIn(25)) page.fail();
  }
  for (let round = 0; round < 40; round++) {
    host.settle();
    page.finish();
  }
  assert.deepEqual(page.shown, host.screen, `seed ${seed}`);
}

for (const tells of [true, false])
  for (const [name, swallows, fails, refuses] of [
    ['', false, false, false],
    [', with a decoder that swallows frames', true, false, false],
    [', with a decoder that fails', false, true, false],
    [', with a decoder that does both', true, true, false],
    [', without a decoder', false, false, true],
  ] as const)
    test(`at rest a page equals the screen, ${tells ? 'told of' : 'not told of'} what it lacks${name}`, () => {
      for (let seed = 1; seed <= 300; seed++) assertWholeAtRest(seed, { swallows, fails, refuses, tells });
    });
