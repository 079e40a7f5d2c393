import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

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

interface ProcessStat {
  readonly name: string;
  readonly parent: number;
  /** Ended, and waiting for its parent to notice. */
  readonly zombie: boolean;
  /** In clock ticks since the machine's start: with the pid it names one process for good. */
  readonly startedAt: number;
}

export function readStat(pid: number): ProcessStat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    return {
      name: stat.slice(stat.indexOf('(') + 1, end),
      parent: Number(fields[1]),
      zombie: fields[0] === 'Z',
      startedAt: Number(fields[19]),
    };
  } catch {
    return null;
  }
}

export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

export function killTree(root: number): void {
  for (const pid of processTree(root)) signalTo(pid, 'SIGKILL');
}

/** Ends processes and all that descends from them: SIGTERM to the roots, then to what outlives them, and after `graceMs` SIGKILL. */
export async function endTrees(roots: readonly number[], graceMs: number): Promise<void> {
  const found = roots.flatMap(root => processTree(root).map(pid => ({ pid, stat: readStat(pid) })));
  const left = () =>
    found.filter(({ pid, stat }) => {
      const now = readStat(pid);
      return now && !now.zombie && now.startedAt === stat?.startedAt;
    });
  for (const root of roots) signalTo(root, 'SIGTERM');
  let orphansTold = false;
  const deadline = performance.now() + graceMs;
  for (let rest = left(); rest.length > 0 && performance.now() < deadline; rest = left()) {
    if (!orphansTold && !rest.some(({ pid }) => roots.includes(pid))) {
      for (const { pid } of rest) signalTo(pid, 'SIGTERM');
      orphansTold = true;
    }
    await sleep(20);
  }
  for (const { pid } of left()) signalTo(pid, 'SIGKILL');
}
