import type { Rect } from '@berth/wire';
import { stillFlags } from '../media-messages.ts';
import { type Size, stripsOf } from './damage-rects.ts';
import { StillWish } from './still-wish.ts';

export interface StillPart {
  readonly rect: Rect;
  /** Of `stillFlags`. */
  readonly flags: number;
}

/** When a still is made, and in which parts: between two of them what changes is captured, so that nobody waits for all of it. */
export class StillParts {
  readonly #wish: StillWish;
  readonly #partPixels: number;
  /** What is left of the one under way, from top to bottom. */
  #left: Rect[] = [];
  #yields = false;

  constructor(quietMs: number, partPixels: number) {
    this.#wish = new StillWish(quietMs);
    this.#partPixels = partPixels;
  }

  /** Somebody lacks some of the picture, or all of it: then `hurry`. */
  ask(hurry: boolean, now: number): void {
    this.#wish.ask(hurry, now);
  }

  /** In how many milliseconds the next part is due; Infinity where no still is wanted. `movedAt`: when something large last changed. */
  delayAt(now: number, movedAt: number): number {
    return this.#left.length > 0 ? 0 : this.#wish.delayAt(now, movedAt);
  }

  get isUnderWay(): boolean {
    return this.#left.length > 0;
  }

  /** Whether a capture that is due goes before the next part: the two take turns. */
  get yields(): boolean {
    return this.#yields;
  }

  noteCapture(): void {
    this.#yields = false;
  }

  /** The one under way is of no use any more. */
  drop(): void {
    this.#left = [];
  }

  /** The part to be made now, of the still under way or a new one. */
  next(size: Size, now: number): StillPart {
    const first = this.#left.length === 0;
    if (first) {
      this.#wish.begun(now);
      this.#left = stripsOf({ x: 0, y: 0, ...size }, this.#partPixels);
    }
    this.#yields = true;
    const rect = this.#left.shift() ?? { x: 0, y: 0, ...size };
    const last = this.#left.length === 0;
    if (last) this.#wish.made(now);
    return { rect, flags: (first ? stillFlags.first : 0) | (last ? stillFlags.last : 0) };
  }
}
