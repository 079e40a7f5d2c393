import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LaunchJob, RunPlan } from '@berth/contract';
import { bindAt } from './bind-arguments.ts';
import { machineFolders } from './machine-folders.ts';
import { keeperEnvironment } from './network.ts';
import { joinCgroups, ownerChange } from './owner-change.ts';
import type { SessionFolder } from './session-folder.ts';

/** What of the code folder a host needs. The rest may hold a site's own files. */
const codeParts = ['package.json', 'node_modules', 'packages', 'apps'];

/**
 * The command that becomes the host: the owner's uid, no network, and of the machine only programs, code, the X socket,
 * the link's socket and its own folder. It writes `host <pid inside>` to descriptor 3.
 */
export function hostCommand(plan: RunPlan, job: LaunchJob, folder: SessionFolder): string[] {
  const { bwrap, inside } = ownerChange(plan, job.owner);
  const link = job.hostUrl.startsWith('unix:') ? dirname(job.hostUrl.slice('unix:'.length)) : null;
  return joinCgroups(plan.cgroups.host, [
    ...['bwrap', '--die-with-parent', '--new-session', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    ...(link ? ['--unshare-net'] : []),
    ...bwrap,
    ...machineFolders([plan.dataFolder, plan.runFolder]),
    ...['--ro-bind', `${folder.generated}/passwd`, '/etc/passwd'],
    ...['--ro-bind', `${folder.generated}/group`, '/etc/group'],
    ...['--proc', '/proc', '--dev', '/dev', '--perms', '1777', '--tmpfs', '/dev/shm'],
    ...['--perms', '1777', '--tmpfs', '/tmp'],
    ...codeParts.flatMap(part => bindAt('--ro-bind-try', `${plan.codeFolder}/${part}`)),
    ...bindAt('--ro-bind', plan.hostProgram),
    ...bindAt('--ro-bind', process.execPath),
    ...compileCacheBinds(plan, job.owner.uid),
    ...bindAt('--bind', folder.x11),
    ...bindAt('--bind', folder.host),
    ...(link ? bindAt('--ro-bind', link) : []),
    ...['--chdir', '/', '--', ...inside],
    ...['/bin/sh', '-c', 'echo "host $$" >&3; exec "$@" 3>&-', 'sh'],
    ...[process.execPath, ...plan.nodeOptions, plan.hostProgram],
  ]);
}

/** Node looks for the cache of its own uid (`<version>-<architecture>-<flags>-<uid>`): the owner is shown ours by that name. */
function compileCacheBinds(plan: RunPlan, ownerUid: number): string[] {
  const folder = compileCacheOf(plan);
  const ours = `-${process.getuid?.()}`;
  const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith(ours)) : [];
  return names.flatMap(name =>
    bindAt('--ro-bind-try', join(folder, name), join(folder, `${name.slice(0, -ours.length)}-${ownerUid}`)),
  );
}

/**
 * The environment of host and media. By itself glibc keeps ever larger blocks in its heap once it has seen a few, and a
 * small one that lives longer pins all below it: pictures of half a minute ago held 30 MiB. These limits leave everything
 * large to the kernel, which takes it back at once (mallopt(3)).
 */
export function hostEnvironment(plan: RunPlan): Record<string, string> {
  return {
    ...keeperEnvironment,
    NODE_COMPILE_CACHE: compileCacheOf(plan),
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
  };
}

/** The driver's cache of compiled modules; without one the host only starts slower. */
function compileCacheOf(plan: RunPlan): string {
  return `${plan.runFolder}/compile-cache`;
}
