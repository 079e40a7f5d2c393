/** CLOCK_MONOTONIC in milliseconds: the same in all processes of one machine, unlike `performance.now()`. */
export function monotonicNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
