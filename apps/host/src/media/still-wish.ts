/** Where something moves without a pause, a still for those who have missed something waits no longer than this, */
const overdueMs = 2000;
/** and is not made more often than this. */
const overdueIntervalMs = 10_000;
/** However many come at once, or ask again and again: what a still costs is taken from everybody's picture. The least pause after one, */
const hurryIntervalMs = 250;
/** and how many times as long as it took. */
const hurryPauses = 3;

/** When the next still is to be made: for a page that has nothing at once, otherwise when nothing moves. Times are milliseconds. */
export class StillWish {
  readonly #quietMs: number;
  #wanted: 'now' | 'quiet' | null = null;
  #wantedAt = -Infinity;
  #begunAt = -Infinity;
  #madeAt = -Infinity;
  #hurryAt = -Infinity;

  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  ask(hurry: boolean, now: number): void {
    if (this.#wanted === null) this.#wantedAt = now;
    if (this.#wanted !== 'now') this.#wanted = hurry ? 'now' : 'quiet';
  }

  begun(now: number): void {
    this.#wanted = null;
    this.#begunAt = now;
  }

  made(now: number): void {
    this.#madeAt = now;
    this.#hurryAt = now + Math.max(hurryIntervalMs, hurryPauses * (now - this.#begunAt));
  }

  /** Infinity where none is wanted; `movedAt`: when something large last changed. */
  delayAt(now: number, movedAt: number): number {
    if (this.#wanted === null) return Infinity;
    if (this.#wanted === 'now') return Math.max(0, this.#hurryAt - now);
    const overdueAt = Math.max(this.#wantedAt + overdueMs, this.#madeAt + overdueIntervalMs);
    return Math.min(movedAt + this.#quietMs, overdueAt) - now;
  }
}
