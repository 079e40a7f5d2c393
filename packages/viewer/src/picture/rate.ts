/** How many things happened within the last second. */
export class Rate {
  #times: number[] = [];
  #last: number | null = null;

  /** What has the number of the one before is a part of it: a capture may come in many. */
  add(what: number, now: number): void {
    if (what !== this.#last) this.#times.push(now);
    this.#last = what;
    this.#prune(now);
  }

  perSecond(now: number): number {
    this.#prune(now);
    return this.#times.length;
  }

  #prune(now: number): void {
    const first = this.#times.findIndex(time => time > now - 1000);
    this.#times = first < 0 ? [] : this.#times.slice(first);
  }
}
