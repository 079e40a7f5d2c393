const intervalMs = 500;

export interface Holding {
  /** Whether any key or button is down. */
  isHolding(): boolean;
  send(): void;
}

/** Repeats to the host what is held: it lets everything go after two seconds of silence, and a hand at rest sends nothing. */
export class HeldHeartbeat implements Disposable {
  readonly #holding: Holding;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(holding: Holding) {
    this.#holding = holding;
  }

  /** Something went down or up. */
  update(): void {
    if (this.#holding.isHolding()) this.#timer ??= setInterval(() => this.#holding.send(), intervalMs);
    else this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}
