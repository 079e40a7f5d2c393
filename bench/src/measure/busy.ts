import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const windowMs = 2000;

/** The share of all CPUs, in percent, that is in use for two seconds: by others, when the bench has started nothing yet. */
export async function sampleBusyPercent(): Promise<number> {
  const read = () => readFileSync('/proc/stat', 'utf8');
  const before = read();
  await sleep(windowMs);
  return busyPercent(before, read());
}

/** Between two readings of /proc/stat. */
export function busyPercent(before: string, after: string): number {
  const [one, other] = [ticksOf(before), ticksOf(after)];
  const total = other.total - one.total;
  if (total <= 0) return 0;
  return Math.round(1000 * (1 - (other.idle - one.idle) / total)) / 10;
}

/** user nice system idle iowait irq softirq steal (proc_stat(5)); what follows is in the first two already. */
function ticksOf(stat: string): { readonly total: number; readonly idle: number } {
  const ticks = (stat.split('\n')[0] ?? '').split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, ioWait = 0] = ticks;
  return { total: ticks.reduce((sum, value) => sum + value, 0), idle: idle + ioWait };
}
