/** How many things happened within the last second. */
export class Rate {
  #times: number[] = [];

  add(now: number): void {
    this.#times.push(now);
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
