import type { InputSink } from './held-input.ts';

/** Passes input on, and counts it: one message may be thousands of keys, and all viewers share the X server's time. */
export class MeteredInput implements InputSink {
  readonly #sink: InputSink;
  #count = 0;

  constructor(sink: InputSink) {
    this.#sink = sink;
  }

  /** How much has been passed on since it was last asked. */
  takeCount(): number {
    const count = this.#count;
    this.#count = 0;
    return count;
  }

  press(code: number, keysym: number): number | null {
    this.#count++;
    return this.#sink.press(code, keysym);
  }

  release(keycode: number): void {
    this.#count++;
    this.#sink.release(keycode);
  }

  moveTo(x: number, y: number): void {
    this.#count++;
    this.#sink.moveTo(x, y);
  }

  moveBy(x: number, y: number): void {
    this.#count++;
    this.#sink.moveBy(x, y);
  }

  button(number: number, down: boolean): void {
    this.#count++;
    this.#sink.button(number, down);
  }
}
