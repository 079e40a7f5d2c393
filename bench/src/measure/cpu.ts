import { readdirSync, readFileSync } from 'node:fs';

/** Nanoseconds on a CPU so far, by thread. */
export type CpuReading = ReadonlyMap<number, number>;

/** From the scheduler's own account: the ticks of /proc/…/stat are 10 ms, which is more than a still desktop uses in seconds. */
export function readCpu(pids: readonly number[]): CpuReading {
  const reading = new Map<number, number>();
  for (const pid of pids) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
        reading.set(Number(thread), Number(ns));
      }
    } catch {
      // The process or thread ended meanwhile.
    }
  }
  return reading;
}

/** Milliseconds of CPU between two readings. Threads born in between count from their birth; what ended is not seen. */
export function cpuMsBetween(before: CpuReading, after: CpuReading): number {
  let ns = 0;
  for (const [thread, now] of after) ns += now - (before.get(thread) ?? 0);
  return ns / 1e6;
}
