import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { until } from '@berth/testing';
import type { BerthUnderTest } from './berth-under-test.ts';

/** What sessions may leave behind on a machine: processes, mounts, sockets, cgroups and files. Homes, logs and the database are kept on purpose. */
export interface MachineState {
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly sockets: readonly string[];
  readonly cgroups: readonly string[];
  readonly files: readonly string[];
}

export function readMachineState(berth: BerthUnderTest): MachineState {
  const run = berth.runFolder;
  return {
    processes: processesOf(berth),
    mounts: linesOf('/proc/self/mountinfo').filter(line => line.includes(run) || line.includes(berth.data)),
    sockets: linesOf('/proc/net/unix')
      .map(line => line.split(' ').at(-1) ?? '')
      .filter(path => path.startsWith(run))
      .toSorted(),
    cgroups: cgroupsBelow('/sys/fs/cgroup', 4).filter(path => path.includes(basename(run))),
    files: filesBelow(join(run, 'sessions')).toSorted(),
  };
}

/** Waits until the machine is as it was; what a session left behind is named in the failure. */
export async function settlesTo(berth: BerthUnderTest, before: MachineState): Promise<void> {
  const isAsBefore = () => isDeepStrictEqual(readMachineState(berth), before);
  await until('the machine to be as before', isAsBefore, 20_000).catch(() => {
    assert.deepEqual(readMachineState(berth), before, 'the session left something behind');
  });
}

/**
 * Everything that runs for a session of this Berth, by its command line or by what it sees mounted (homes and run folders
 * have unique paths); not supervisor, broker and gateway, which stay.
 */
function processesOf(berth: BerthUnderTest): string[] {
  const found: string[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = textOf(`/proc/${name}/cmdline`).replaceAll('\0', ' ');
    const mounts = textOf(`/proc/${name}/mountinfo`);
    const uid = Number(/^Uid:\s+(\d+)/m.exec(textOf(`/proc/${name}/status`))?.[1] ?? 0);
    const marks = [join(berth.runFolder, 'sessions'), join(berth.data, 'homes')];
    const ofSession = marks.some(mark => command.includes(mark) || (uid !== 0 && mounts.includes(mark)));
    if (ofSession) found.push(`${uid} ${command}`);
  }
  return found.toSorted();
}

function cgroupsBelow(folder: string, depth: number): string[] {
  if (depth === 0) return [];
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .flatMap(entry => {
        const path = join(folder, entry.name);
        return [...(/ses_/.test(entry.name) ? [path] : []), ...cgroupsBelow(path, depth - 1)];
      });
  } catch {
    return [];
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true }).map(String);
  } catch {
    return [];
  }
}

function linesOf(path: string): string[] {
  return textOf(path).split('\n').filter(Boolean);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
