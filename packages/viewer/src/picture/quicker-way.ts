const ways = ['draw', 'convert'] as const;
export type Way = (typeof ways)[number];

/** Noise only adds: of so many tries the shortest tells. */
const tries = 4;
/** Of less, the overhead of a call is what is measured. */
const leastPixels = 64 * 1024;

/**
 * Which of two ways of putting a frame onto the canvas this browser is quicker at, found by taking turns. Where a GPU draws,
 * `drawImage` costs next to nothing and pixels would have to be read back; where none does, it converts with general code
 * into a cache (measured at 1080p: 7.4 ms a frame against 1.9).
 */
export class QuickerWay {
  readonly #tried = { draw: 0, convert: 0 };
  /** Milliseconds per pixel. */
  readonly #best = { draw: Number.POSITIVE_INFINITY, convert: Number.POSITIVE_INFINITY };
  #convertible = true;

  /** The one to take for a frame of which so many pixels are wanted. */
  next(pixels: number): Way {
    if (!this.#convertible) return 'draw';
    const { draw, convert } = this.#tried;
    if (draw >= tries && convert >= tries) return this.#best.convert < this.#best.draw ? 'convert' : 'draw';
    return pixels >= leastPixels && convert < draw ? 'convert' : 'draw';
  }

  note(way: Way, ms: number, pixels: number): void {
    if (pixels < leastPixels) return;
    this.#tried[way]++;
    this.#best[way] = Math.min(this.#best[way], ms / pixels);
  }

  /** This browser does not convert. */
  giveUpConverting(): void {
    this.#convertible = false;
  }
}
