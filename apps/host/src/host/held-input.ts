/** Where a viewer's input goes: the injector, or a fake in tests. */
export interface InputSink {
  press(code: number, keysym: number): number | null;
  release(keycode: number): void;
  moveTo(x: number, y: number): void;
  moveBy(x: number, y: number): void;
  button(number: number, down: boolean): void;
}

/** Bit n of `buttons` is X button n + 1; 4 to 7 are the wheel and are never held. */
const heldButtons = [1, 2, 3, 8, 9] as const;
const notch = 120;
/** More notches than a hand makes in one event. */
const maxNotches = 32;
const silenceMs = 2000;
const maxHeldKeys = 32;
/** More than an input method makes at once; a longer text belongs on the clipboard. */
const maxTypedCharacters = 4096;

/** What one viewer holds down, so that it can be let go when the viewer falls silent or leaves. */
export class HeldInput implements Disposable {
  readonly #sink: InputSink;
  /** Physical code (or 2^16 + keysym where there is none) → keycode that was pressed for it. */
  readonly #keys = new Map<number, number>();
  #buttons = 0;
  #heardAt = 0;
  #wheelX = 0;
  #wheelY = 0;

  constructor(sink: InputSink) {
    this.#sink = sink;
  }

  key(down: boolean, code: number, keysym: number, now: number): void {
    this.#heardAt = now;
    const id = code > 0 ? code : 0x1_0000 + keysym;
    const held = this.#keys.get(id);
    if (!down) {
      if (held === undefined) return;
      this.#keys.delete(id);
      this.#sink.release(held);
      return;
    }
    // The server repeats held keys itself.
    if (held !== undefined || this.#keys.size >= maxHeldKeys) return;
    const keycode = this.#sink.press(code, keysym);
    if (keycode !== null) this.#keys.set(id, keycode);
  }

  pointer(x: number, y: number, buttons: number, now: number): void {
    this.#heardAt = now;
    this.#sink.moveTo(x, y);
    this.#setButtons(buttons);
  }

  pointerBy(x: number, y: number, buttons: number, now: number): void {
    this.#heardAt = now;
    if (x !== 0 || y !== 0) this.#sink.moveBy(x, y);
    this.#setButtons(buttons);
  }

  /** Types each character, as a key pressed and let go. */
  text(text: string, now: number): void {
    this.#heardAt = now;
    for (const character of [...text].slice(0, maxTypedCharacters)) {
      const keysym = keysymOfCharacter(character);
      const keycode = keysym === null ? null : this.#sink.press(0, keysym);
      if (keycode !== null) this.#sink.release(keycode);
    }
  }

  wheel(x: number, y: number): void {
    this.#wheelX += x;
    this.#wheelY += y;
    this.#wheelY -= notch * this.#turn(this.#wheelY, 4, 5);
    this.#wheelX -= notch * this.#turn(this.#wheelX, 6, 7);
  }

  #turn(amount: number, back: number, forward: number): number {
    const notches = Math.trunc(amount / notch);
    for (let i = 0; i < Math.min(Math.abs(notches), maxNotches); i++) {
      this.#sink.button(notches > 0 ? forward : back, true);
      this.#sink.button(notches > 0 ? forward : back, false);
    }
    return notches;
  }

  /** `codes`: the keys that the page says are held right now. What it no longer names was lost on the way up. Buttons stay as they are. */
  confirm(codes: readonly number[], now: number): void {
    this.#heardAt = now;
    for (const [id, keycode] of this.#keys) {
      if (id < 0x1_0000 && !codes.includes(id)) {
        this.#keys.delete(id);
        this.#sink.release(keycode);
      }
    }
  }

  /** Lets everything go when the page has not been heard for two seconds while something is held. */
  releaseIfSilent(now: number): void {
    if ((this.#keys.size > 0 || this.#buttons !== 0) && now - this.#heardAt > silenceMs) this.releaseAll();
  }

  releaseAll(): void {
    for (const keycode of this.#keys.values()) this.#sink.release(keycode);
    this.#keys.clear();
    this.#setButtons(0);
  }

  #setButtons(buttons: number): void {
    for (const number of heldButtons) {
      const bit = 1 << (number - 1);
      if ((buttons & bit) !== (this.#buttons & bit)) this.#sink.button(number, (buttons & bit) !== 0);
    }
    this.#buttons = buttons;
  }

  [Symbol.dispose](): void {
    this.releaseAll();
  }
}

/** Latin-1 is its own keysym, the rest of Unicode stands behind a bit; line and tab are keys. */
function keysymOfCharacter(character: string): number | null {
  const point = character.codePointAt(0) ?? 0;
  if (point === 0x0a || point === 0x0d) return 0xff0d;
  if (point === 0x09) return 0xff09;
  if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return null;
  return point < 0x100 ? point : 0x0100_0000 + point;
}
