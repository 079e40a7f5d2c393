/** When a verb that failed may be asked again: doubling waits, forgotten when it succeeds. */
export class Retries {
  readonly #first: number;
  readonly #longest: number;
  readonly #waits = new Map<string, { readonly wait: number; readonly until: number }>();

  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
  }

  /** Milliseconds still to wait; 0 when it may be asked now. */
  remaining(key: string, now: number): number {
    return Math.max(0, (this.#waits.get(key)?.until ?? 0) - now);
  }

  failed(key: string, now: number): void {
    const wait = Math.min(this.#longest, (this.#waits.get(key)?.wait ?? this.#first / 2) * 2);
    this.#waits.set(key, { wait, until: now + wait });
  }

  succeeded(key: string): void {
    this.#waits.delete(key);
  }

  /** It did what was asked, but the world takes time: ask again after `wait`, if it is still wanted. */
  pause(key: string, now: number, wait: number): void {
    this.#waits.set(key, { wait: this.#first, until: now + wait });
  }

  forget(session: string): void {
    for (const key of this.#waits.keys()) if (key.startsWith(`${session} `)) this.#waits.delete(key);
  }
}
