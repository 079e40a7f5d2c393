/** Wall-clock time in milliseconds since the Unix epoch. Injected, so that domain code and tests are exact. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
