/** Milliseconds before the next start: none after the first death, then doubling from 250 up to 10 s. */
export function restartDelay(quickDeaths: number): number {
  return quickDeaths <= 1 ? 0 : Math.min(10_000, 250 * 2 ** (quickDeaths - 2));
}
