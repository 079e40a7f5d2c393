import type { Clock } from '@berth/kernel';

/** A clock that stands still until it is told. Starts at 2026-01-01T00:00:00Z. */
export class FakeClock implements Clock {
  #now: number;

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
