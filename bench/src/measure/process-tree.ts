import { readdirSync, readFileSync } from 'node:fs';

/** The process and all its descendants that are alive now. */
export function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = readStat(Number(name))?.parent;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const visit = (pid: number) => {
    found.push(pid);
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(root);
  return found;
}

export interface ProcessStat {
  readonly name: string;
  readonly parent: number;
  /** User and system time so far, in clock ticks of 10 ms (USER_HZ is 100 on every Linux that we run on). */
  readonly cpuTicks: number;
}

export function readStat(pid: number): ProcessStat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    return {
      name: stat.slice(stat.indexOf('(') + 1, end),
      parent: Number(fields[1]),
      cpuTicks: Number(fields[11]) + Number(fields[12]),
    };
  } catch {
    return null;
  }
}

/** Process ids by the role that they play for the peer being measured. */
export type ProcessGroups = Readonly<Record<'xServer' | 'server' | 'gateway' | 'browser', readonly number[]>>;

export interface CpuReading {
  readonly at: number;
  readonly ticks: ReadonlyMap<number, number>;
}

export function readCpu(pids: readonly number[]): CpuReading {
  const ticks = new Map<number, number>();
  for (const pid of pids) {
    const stat = readStat(pid);
    if (stat) ticks.set(pid, stat.cpuTicks);
  }
  return { at: performance.now(), ticks };
}

/** Milliseconds of CPU between two readings; processes born in between count from their birth. */
export function cpuMsBetween(before: CpuReading, after: CpuReading): number {
  let ticks = 0;
  for (const [pid, now] of after.ticks) ticks += now - (before.ticks.get(pid) ?? 0);
  return ticks * 10;
}

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
