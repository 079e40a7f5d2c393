/** A browser that has nothing to paste says nothing; the key goes on then. */
const patienceMs = 100;

/**
 * The chord that pastes reaches the desktop after the clipboard does. From the press until the browser has handed over
 * its text, what is to be sent waits, in order.
 */
export class PasteWait {
  #waiting: (() => void)[] | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  begin(): void {
    this.#waiting ??= [];
    this.#timer ??= setTimeout(() => this.end(), patienceMs);
  }

  /** Now, or when the paste has come. */
  run(action: () => void): void {
    if (this.#waiting) this.#waiting.push(action);
    else action();
  }

  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const action of waiting) action();
  }
}

/** Whether the browser pastes on this key, on one of the platforms. */
export function isPasteChord(event: KeyboardEvent): boolean {
  if (event.repeat || event.altKey) return false;
  if (event.key === 'Insert') return event.shiftKey && !event.ctrlKey && !event.metaKey;
  return (event.key === 'v' || event.key === 'V') && event.ctrlKey !== event.metaKey;
}
