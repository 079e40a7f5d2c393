import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunReport } from '@berth/contract';
import type { BerthUnderTest } from './berth-under-test.ts';

/** Process ids of a session, from its run folder and from what hangs below. */
export function sessionProcesses(berth: BerthUnderTest, id: string) {
  const report = RunReport.parse(
    JSON.parse(readFileSync(join(berth.runFolder, 'sessions', id, 'report.json'), 'utf8')),
  );
  const pidOf = (name: string) => {
    const pid = report.processes[name];
    if (!pid) throw new Error(`the report names no ${name}: ${JSON.stringify(report.processes)}`);
    return pid;
  };
  const keeper = pidOf('keeper');
  return {
    keeper,
    host: pidOf('host'),
    media: find(below(keeper), /apps\/host\/src\/media\//),
    xServer: find(below(keeper), /^Xvnc /),
    all: below(keeper),
  };
}

/** Broker or gateway below the supervisor. */
export function serverProcess(berth: BerthUnderTest, name: 'broker' | 'gateway'): number {
  return find(below(berth.supervisorPid), new RegExp(` ${name}( |$)`));
}

function find(pids: readonly number[], pattern: RegExp): number {
  const pid = pids.find(candidate => pattern.test(commandLineOf(candidate)));
  if (pid === undefined)
    throw new Error(`no process like ${pattern} among:\n${pids.map(commandLineOf).join('\n')}`);
  return pid;
}

/** A program inside a session's sandbox, by its name. */
export function programInside(berth: BerthUnderTest, id: string, name: string): number | null {
  const { all } = sessionProcesses(berth, id);
  return all.find(pid => textOf(`/proc/${pid}/comm`).trim() === name) ?? null;
}

export function commandLineOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

function below(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const visit = (pid: number) => {
    found.push(pid);
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(root);
  return found;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
