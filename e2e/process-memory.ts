import { readFileSync } from 'node:fs';

/** MiB that a process has for itself alone: what goes when it goes. 0 when it has gone. */
export function privateMiB(pid: number): number {
  return sumMiB(`/proc/${pid}/smaps_rollup`, ['Private_Clean', 'Private_Dirty', 'Swap']);
}

/** MiB that a process has of memory that is no file's, also what it shares, as a page does its pictures. 0 when it has gone. */
export function withSharedMiB(pid: number): number {
  return sumMiB(`/proc/${pid}/status`, ['RssAnon', 'RssShmem', 'VmSwap']);
}

function sumMiB(path: string, names: readonly string[]): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return 0;
  }
  const kibOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return names.reduce((sum, name) => sum + kibOf(name), 0) / 1024;
}
