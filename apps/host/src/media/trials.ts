const firstPauseMs = 16;
const longestPauseMs = 250;

/**
 * When to try again what may be of no use: after trials in vain there is ever more time before the next, so that a film costs
 * little; but not so much that a scroll goes unnoticed. One in vain after one that was of use is a hiccup.
 */
export class Trials {
  #pauseMs = firstPauseMs;
  #dueAt = -Infinity;

  isDue(now: number): boolean {
    return now >= this.#dueAt;
  }

  note(wasOfUse: boolean, at: number): void {
    if (wasOfUse) {
      this.#pauseMs = 0;
      this.#dueAt = at;
      return;
    }
    this.#dueAt = at + this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, this.#pauseMs * 2));
  }
}
