import { readFileSync } from 'node:fs';

/** MiB that a process has for itself alone: what goes when it goes. 0 when it has gone. */
export function privateMiB(pid: number): number {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch {
    return 0;
  }
  const kibOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return (kibOf('Private_Clean') + kibOf('Private_Dirty') + kibOf('Swap')) / 1024;
}
