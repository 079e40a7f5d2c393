import type { HeldKeys, KeyChange } from './held-keys.ts';

/**
 * The Option keys of a Mac. They type characters, as AltGr does elsewhere, and with every other key they are Alt. Which of
 * both, only the next key tells; until then the host hears nothing: an Alt that goes up without another key opens menus.
 */
export class OptionKeys {
  readonly #held: HeldKeys;
  /** Those that are down, whether the host knows or not. */
  readonly #down = new Map<string, { code: number; keysym: number }>();
  #haveTyped = false;

  constructor(held: HeldKeys) {
    this.#held = held;
  }

  get areDown(): boolean {
    return this.#down.size > 0;
  }

  press(id: string, code: number, keysym: number): void {
    if (!this.areDown) this.#haveTyped = false;
    this.#down.set(id, { code, keysym });
  }

  /** A character comes, or the browser is composing one. */
  handleTyping(): readonly KeyChange[] {
    this.#haveTyped = true;
    return [...this.#down.keys()].flatMap(id => this.#held.release(id) ?? []);
  }

  /** Something else comes, with which they are Alt. */
  handleUse(): readonly KeyChange[] {
    return [...this.#down].flatMap(([id, { code, keysym }]) => this.#held.press(id, code, keysym) ?? []);
  }

  release(id: string): readonly KeyChange[] {
    const option = this.#down.get(id);
    this.#down.delete(id);
    const isTap = option && !this.#haveTyped && !this.#held.has(id);
    const pressed = isTap ? this.#held.press(id, option.code, option.keysym) : null;
    return [pressed, this.#held.release(id)].filter(change => change !== null);
  }

  forget(): void {
    this.#down.clear();
  }
}
