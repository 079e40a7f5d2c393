import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { identifyProcess, isAlive, type ProcessIdentity } from '@berth/node-kit';
import { type CgroupTree, clearSessionCgroups } from './cgroup.ts';
import { closeHome } from './home.ts';
import { readLaunched, readPlan, sessionFolder } from './session-files.ts';

/**
 * The keeper of the run in `folder`, whose last argument that is, and the sandboxes that it built. Others who name the
 * folder, such as an administrator who reads a log, are none of ours. Argument lists end with NUL.
 */
export function processesNaming(folder: string): ProcessIdentity[] {
  return findProcesses(
    words =>
      words.at(-2) === folder || (words[0] === 'bwrap' && words.some(word => word.startsWith(`${folder}/`))),
  );
}

function findProcesses(matches: (words: readonly string[]) => boolean): ProcessIdentity[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(name => {
      try {
        return matches(readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0'));
      } catch {
        return false;
      }
    })
    .map(name => identifyProcess(Number(name)))
    .filter(identity => identity !== null);
}

export async function killAndAwait(processes: readonly ProcessIdentity[]): Promise<void> {
  for (const identity of processes) {
    if (!isAlive(identity)) continue;
    try {
      process.kill(identity.pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  // Not our children, so there is no event to wait for; after SIGKILL this is a matter of milliseconds.
  for (let attempt = 0; attempt < 200 && processes.some(isAlive); attempt++)
    await new Promise(resolve => setTimeout(resolve, 10));
}

/** Removes all that a run left but the home (ADR 0002): processes, cgroups, mount, folder, in this order. */
export async function clearRun(
  runFolder: string,
  cgroups: CgroupTree,
  session: string,
  keeper: ProcessIdentity | null,
): Promise<void> {
  const folder = sessionFolder(runFolder, session);
  const plan = readPlan(folder);
  await killAndAwait([...(keeper ? [keeper] : []), ...processesNaming(folder)]);
  // A second look: what the keeper was starting while it was killed.
  await killAndAwait(processesNaming(folder));
  await clearSessionCgroups(cgroups, session);
  if (plan) await closeHome(runFolder, plan.home, session);
  await rm(folder, { recursive: true, force: true });
}

/** The keeper of a run, by what it wrote when it was started, or else by its arguments. Null when there is none. */
export function findKeeper(runFolder: string, session: string): ProcessIdentity | null {
  const folder = sessionFolder(runFolder, session);
  const launched = readLaunched(folder);
  if (launched) return isAlive(launched.keeper) ? launched.keeper : null;
  return findProcesses(words => words.at(-2) === folder)[0] ?? null;
}
