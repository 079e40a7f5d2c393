const modifiers: readonly string[] = ['Control', 'Alt', 'Shift'];

/**
 * Ctrl + Alt + Shift, pressed and let go without another key: the way to the tools by keyboard. It only watches, so that
 * the desktop gets these keys as it gets all others.
 */
export class OpeningChord {
  readonly #down = new Set<string>();
  #complete = false;

  handleDown(key: string): void {
    if (!modifiers.includes(key)) {
      this.#complete = false;
      this.#down.clear();
      return;
    }
    this.#down.add(key);
    this.#complete = this.#down.size === modifiers.length;
  }

  /** Says whether the tools are to open. */
  handleUp(key: string): boolean {
    const opens = this.#complete && modifiers.includes(key);
    this.#complete = false;
    this.#down.delete(key);
    return opens;
  }
}
