const firstPauseMs = 16;
const longestPauseMs = 250;

/**
 * When to try again what may be of no use: after trials in vain there is ever more time before the next, so that a film costs
 * little; but not so much that a scroll goes unnoticed.
 */
export class Trials {
  #pauseMs = firstPauseMs;
  #dueAt = -Infinity;
  /** Whether the last one was of use. */
  wasOfUse = false;

  isDue(now: number): boolean {
    return now >= this.#dueAt;
  }

  note(wasOfUse: boolean, at: number): void {
    this.wasOfUse = wasOfUse;
    if (wasOfUse) {
      this.#pauseMs = firstPauseMs;
      this.#dueAt = at;
      return;
    }
    this.#dueAt = at + this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
  }
}
