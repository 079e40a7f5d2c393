/** How long to wait before each restart: at once, then growing; from the start again after a healthy while. */
export class Backoff {
  readonly #delays: readonly number[];
  readonly #healthyAfter: number;
  #failures = 0;

  /** Milliseconds. */
  constructor(
    delays: readonly number[] = [0, 250, 500, 1000, 2000, 5000, 10_000],
    healthyAfter: number = 60_000,
  ) {
    this.#delays = delays;
    this.#healthyAfter = healthyAfter;
  }

  /** The wait after a life that lasted `livedFor` milliseconds. */
  next(livedFor: number): number {
    if (livedFor >= this.#healthyAfter) this.#failures = 0;
    const delay = this.#delays[Math.min(this.#failures, this.#delays.length - 1)] ?? 0;
    this.#failures += 1;
    return delay;
  }
}
