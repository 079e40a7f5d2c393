/** At most so much in any second, of messages or of what they do. Input is never dropped: whoever sends more is ended. */
export class MessageBudget {
  readonly #perSecond: number;
  #left: number;
  #at = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
  }

  /** Takes `count`; false when there is not so much left. `now` in milliseconds. */
  take(now: number, count = 1): boolean {
    this.#left = Math.min(this.#perSecond, this.#left + ((now - this.#at) * this.#perSecond) / 1000);
    this.#at = now;
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }
}
