import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Resources } from '@berth/contract';

type Controller = 'cpu' | 'memory' | 'pids';
const controllers: readonly Controller[] = ['cpu', 'memory', 'pids'];

/** Where sessions get their cgroups: one folder for all controllers (v2), or one per controller (v1). */
export interface CgroupTree {
  readonly version: 1 | 2;
  /** Folder per controller; a controller that is missing here cannot be enforced. */
  readonly roots: Readonly<Partial<Record<Controller, string>>>;
}

export interface CgroupGroups {
  readonly sandbox: string[];
  readonly host: string[];
  readonly keeper: string[];
}

interface CgroupMount {
  readonly path: string;
  readonly version: 1 | 2;
  readonly controllers: readonly string[];
}

/** The cgroup file systems of /proc/self/mountinfo (proc(5)). */
export function parseCgroupMounts(mountinfo: string): CgroupMount[] {
  return mountinfo.split('\n').flatMap((line): CgroupMount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const path = before.split(' ')[4];
    const [type, , options = ''] = after.split(' ');
    if (!path) return [];
    if (type === 'cgroup2') return [{ path, version: 2, controllers: [] }];
    return type === 'cgroup' ? [{ path, version: 1, controllers: options.split(',') }] : [];
  });
}

/** Folders from the top of a hierarchy down to our own cgroup: the topmost that we may write is the one to use. */
export function candidateFolders(mount: string, ownPath: string): string[] {
  const parts = ownPath.split('/').filter(part => part !== '' && part !== '..');
  return [mount, ...parts.map((_, index) => join(mount, ...parts.slice(0, index + 1)))];
}

/**
 * Finds, for each controller, a folder in which this process may make cgroups, and enables the controllers there.
 * `instance` names the folder of this Berth, so that two on one machine do not meet.
 */
export async function openCgroups(instance: string): Promise<CgroupTree> {
  const mounts = parseCgroupMounts(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''));
  const own = await readFile('/proc/self/cgroup', 'utf8').catch(() => '');
  const unified = mounts.find(mount => mount.version === 2);
  if (unified) {
    const path = /^0::(.*)$/m.exec(own)?.[1] ?? '/';
    const available = await readFile(join(unified.path, 'cgroup.controllers'), 'utf8').catch(() => '');
    if (controllers.some(name => available.split(/\s+/).includes(name))) {
      for (const folder of candidateFolders(unified.path, path)) {
        const found = await openUnified(join(folder, `berth-${instance}`), folder);
        if (found) return found;
      }
    }
  }
  const roots: Partial<Record<Controller, string>> = {};
  for (const name of controllers) {
    const mount = mounts.find(one => one.version === 1 && one.controllers.includes(name));
    if (!mount) continue;
    const line = own.split('\n').find(text => text.split(':')[1]?.split(',').includes(name));
    for (const folder of candidateFolders(mount.path, line?.split(':')[2] ?? '/')) {
      const made = join(folder, `berth-${instance}`);
      if (!(await make(made))) continue;
      await remove(made);
      roots[name] = made;
      break;
    }
  }
  return { version: 1, roots };
}

async function openUnified(made: string, parent: string): Promise<CgroupTree | null> {
  if (!(await make(made))) return null;
  for (const folder of [parent, made]) {
    for (const name of controllers)
      await writeFile(join(folder, 'cgroup.subtree_control'), `+${name}`).catch(() => undefined);
  }
  const enabled = await readFile(join(made, 'cgroup.subtree_control'), 'utf8').catch(() => '');
  await remove(made);
  const names = controllers.filter(name => enabled.split(/\s+/).includes(name));
  if (names.length > 0) return { version: 2, roots: Object.fromEntries(names.map(name => [name, made])) };
  return null;
}

/** Makes the cgroups of one session: `sandbox` with the limits; `host` and `keeper` without, to find what is in them. */
export async function makeSessionCgroups(
  tree: CgroupTree,
  session: string,
  resources: Resources,
): Promise<CgroupGroups> {
  const groups: CgroupGroups = { sandbox: [], host: [], keeper: [] };
  const entries = Object.entries(tree.roots) as [Controller, string][];
  for (const root of new Set(entries.map(([, folder]) => folder))) {
    const base = join(root, session);
    const here = entries.filter(([, folder]) => folder === root).map(([name]) => name);
    // The end of another session may take the folder of this Berth away in between.
    for (let attempt = 0; attempt < 5; attempt++) if ((await make(root)) && (await make(base))) break;
    if (tree.version === 2)
      for (const name of here) await writeFile(join(root, 'cgroup.subtree_control'), `+${name}`);
    if (tree.version === 2)
      for (const name of here) await writeFile(join(base, 'cgroup.subtree_control'), `+${name}`);
    const sandbox = join(base, 'sandbox');
    await make(sandbox);
    groups.sandbox.push(sandbox);
    for (const name of here)
      for (const [file, value] of limitFiles(tree.version, name, resources))
        await writeFile(join(sandbox, file), value);
    // Where the kernel counts swap at all; a limit that swap undoes would be none.
    if (tree.version === 2 && resources.memoryMiB > 0 && here.includes('memory'))
      await writeFile(join(sandbox, 'memory.swap.max'), '0').catch(() => undefined);
    // The picture comes before the programs that it shows; one more hierarchy is enough to find processes by.
    const hands = here.includes('cpu');
    if (hands || root === (tree.roots.pids ?? tree.roots.memory ?? root)) {
      for (const part of ['host', 'keeper'] as const) {
        await make(join(base, part));
        groups[part].push(join(base, part));
      }
    }
    if (!hands) continue;
    const weights = [
      [root, desktopWeight * availableParallelism()],
      [base, desktopWeight * availableParallelism()],
      [sandbox, 1],
      [join(base, 'host'), streamWeight],
      [join(base, 'keeper'), streamWeight],
    ] as const;
    for (const [folder, weight] of weights) {
      const [file, value] = weightFile(tree.version, weight);
      await writeFile(join(folder, file), value).catch(() => undefined);
    }
  }
  return groups;
}

/** For each processor, all desktops together: on a large machine they are many, and against one who works beside them they must not starve. */
const desktopWeight = 1;
/** Within a session, against all of its programs together: those that take what they can get would hold up their own picture. */
const streamWeight = 4;

/** The share of the processor when it is contended; 1 is what the kernel gives when nothing is said. */
export function weightFile(version: 1 | 2, weight: number): [string, string] {
  return version === 2
    ? ['cpu.weight', `${Math.min(10_000, 100 * weight)}`]
    : ['cpu.shares', `${Math.min(262_144, 1024 * weight)}`];
}

/** What to write for one controller. Zero means no limit. */
export function limitFiles(version: 1 | 2, controller: Controller, resources: Resources): [string, string][] {
  const { cpu, memoryMiB, processes } = resources;
  const bytes = `${memoryMiB * 1024 * 1024}`;
  const period = 100_000;
  const quota = `${Math.round(cpu * period)}`;
  if (controller === 'pids') return processes > 0 ? [['pids.max', `${processes}`]] : [];
  if (controller === 'memory') {
    if (memoryMiB === 0) return [];
    return version === 2 ? [['memory.max', bytes]] : [['memory.limit_in_bytes', bytes]];
  }
  if (cpu === 0) return [];
  return version === 2
    ? [['cpu.max', `${quota} ${period}`]]
    : [
        ['cpu.cfs_period_us', `${period}`],
        ['cpu.cfs_quota_us', quota],
      ];
}

/** Ends every process in the session's cgroups and removes them. Safe to repeat, and when nothing is there. */
export async function clearSessionCgroups(tree: CgroupTree, session: string): Promise<void> {
  for (const root of new Set(Object.values(tree.roots))) {
    const base = join(root, session);
    const folders = await subfolders(base);
    for (let attempt = 0; attempt < 100; attempt++) {
      for (const folder of [...folders, base]) await killAllIn(folder);
      const removed = await Promise.all(folders.map(remove));
      if (removed.every(Boolean) && (await remove(base))) break;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    // The last session takes the folder of this Berth with it.
    await remove(root);
  }
}

/** Sessions that have a cgroup here. */
export async function listCgroupSessions(tree: CgroupTree): Promise<string[]> {
  const roots = [...new Set(Object.values(tree.roots))];
  return (await Promise.all(roots.map(subfolders))).flat().map(path => basename(path));
}

async function killAllIn(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    // 0 would be our own process group: a process of a namespace that we cannot see is listed so.
    const pid = Number(line);
    if (!Number.isInteger(pid) || pid <= 1) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter(entry => entry.isDirectory()).map(entry => join(folder, entry.name));
}

async function make(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST' && dirname(folder) !== folder;
  }
}

async function remove(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
