/** Numbers that look random and are the same for the same seed (mulberry32), so that what was found can be found again. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** A rectangle inside of one at 0, 0, small ones more often than large ones. */
  rectIn(whole: { readonly width: number; readonly height: number }): {
    x: number;
    y: number;
    width: number;
    height: number;
  } {
    const x = this.below(whole.width);
    const y = this.below(whole.height);
    return { x, y, width: 1 + this.below(whole.width - x), height: 1 + this.below(whole.height - y) };
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

/** The seed of this run: `BERTH_FUZZ_SEED`, or a new one. It is printed; a failure is to name it too. */
export function seedOfThisRun(): number {
  const seed = Number(process.env.BERTH_FUZZ_SEED ?? Math.floor(Math.random() * 0x7fff_ffff));
  process.stdout.write(`seed ${seed} (BERTH_FUZZ_SEED=${seed} repeats it)\n`);
  return seed;
}
