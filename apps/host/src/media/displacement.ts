import type { Rect } from '@berth/wire';
import type { RowSpans } from './row-spans.ts';
import type { ScreenPixels } from './screen-pixels.ts';

/** What is at (left, top) was at (left + x, top + y). */
export interface Displacement {
  readonly x: number;
  readonly y: number;
}

/** Guesses how the content of `rect` has moved since `before`, of which the rows `missing` cannot be trusted. */
export type DisplacementGuess = (
  now: ScreenPixels,
  before: ScreenPixels,
  rect: Rect,
  missing: RowSpans,
) => Displacement | null;

const leastVotes = 8;

/** Counts which displacement is said most often. */
export class Votes {
  /** By displacement, packed into one number. */
  readonly #counts = new Map<number, number>();

  add(x: number, y: number): void {
    const key = (y + 0x8000) * 0x1_0000 + x + 0x8000;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Of several, the shortest: what repeats has rather moved a little than by a whole period more. */
  most(): { displacement: Displacement; count: number } | null {
    let best: Displacement | null = null;
    let most = leastVotes;
    for (const [key, count] of this.#counts) {
      if (count < most) continue;
      const displacement = { x: (key % 0x1_0000) - 0x8000, y: Math.floor(key / 0x1_0000) - 0x8000 };
      if (count === most && best && lengthOf(displacement) >= lengthOf(best)) continue;
      best = displacement;
      most = count;
    }
    return best && { displacement: best, count: most };
  }
}

const lengthOf = ({ x, y }: Displacement) => Math.abs(x) + Math.abs(y);
