/** At most so much in any second, of messages, of what they do or of bytes. Input is never dropped: whoever sends more is ended. */
export class MessageBudget {
  readonly #perSecond: number;
  readonly #atOnce: number;
  #left: number;
  #at = 0;

  /** `atOnce`: what may come together after a time without any. */
  constructor(perSecond: number, atOnce = perSecond) {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
    this.#left = atOnce;
  }

  /** Takes `count`; false when there is not so much left. `now` in milliseconds. */
  take(now: number, count = 1): boolean {
    this.#left = Math.min(this.#atOnce, this.#left + ((now - this.#at) * this.#perSecond) / 1000);
    this.#at = now;
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }
}
