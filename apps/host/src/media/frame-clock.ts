/** Paces captures to at most `fps`. Times are milliseconds. The first after a pause is due at once. */
export class FrameClock {
  readonly #interval: number;
  #due = 0;

  constructor(fps: number) {
    this.#interval = 1000 / fps;
  }

  /** How long to wait before the next capture. */
  delayAt(now: number): number {
    return Math.max(0, this.#due - now);
  }

  /** Keeps the beat while captures follow each other, so that late timers do not lower the rate. */
  captured(now: number): void {
    const late = now - this.#due;
    this.#due = (late < this.#interval ? this.#due : now) + this.#interval;
  }
}
