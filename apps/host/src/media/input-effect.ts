/** So long after an input, what is drawn may be its effect, and may go out between two beats, a few times. Milliseconds. */
const effectMs = 100;
const hurriedCaptures = 3;

/** Which input a capture can show the effect of, and whether one is waited for. */
export class InputEffect {
  #serial: number;
  #at = -Infinity;
  #captures = 0;
  #captured: number;
  #told: number;

  /** `serial`: of the newest input before. */
  constructor(serial: number) {
    this.#serial = serial;
    this.#captured = serial;
    this.#told = serial;
  }

  note(serial: number, now: number): void {
    this.#serial = serial;
    this.#at = now;
    this.#captures = hurriedCaptures;
  }

  /** Whether what is drawn now is likely to be its effect. */
  mayShow(now: number): boolean {
    return this.#captures > 0 && now - this.#at < effectMs;
  }

  /** Something that was drawn has been captured. */
  noteCapture(): void {
    if (this.#captures > 0) this.#captures--;
    this.#captured = this.#serial;
  }

  /** The newest input before the last capture. */
  get captured(): number {
    return this.#captured;
  }

  /** The last capture has changed nothing. The input of which that is to be told; null where it has been. */
  takeUnchanged(): number | null {
    if (this.#told === this.#captured) return null;
    this.#told = this.#captured;
    return this.#told;
  }
}
