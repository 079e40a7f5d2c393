/** After a connection that held this long, the next loss is tried at once again. */
const steadyMs = 3000;
const firstDelayMs = 250;
const longestDelayMs = 5000;

/** How long to wait before attempt `n` after a loss: at once, then 250 ms doubling to 5 s, less up to a half of jitter. */
export function delayBeforeAttempt(n: number, random: number): number {
  if (n === 0) return 0;
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** (n - 1));
  return Math.round(full * (1 - random / 2));
}

/**
 * Counts attempts. A connection that breaks at once again does not start over: a crashing host would be
 * dialled in a tight loop otherwise.
 */
export class AttemptCount {
  #failures = 0;

  next(): number {
    return this.#failures++;
  }

  handleLost(liveForMs: number): void {
    if (liveForMs >= steadyMs) this.#failures = 0;
  }

  reset(): void {
    this.#failures = 0;
  }
}
