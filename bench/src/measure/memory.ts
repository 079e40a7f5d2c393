import { readFileSync } from 'node:fs';

/** Proportional set size in MiB: shared pages are divided among those who share them. */
export function pssMiB(pids: readonly number[]): number {
  let kib = 0;
  for (const pid of pids) {
    try {
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // The process ended between the listing and the reading.
    }
  }
  return kib / 1024;
}
