import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { failures, type LaunchJob } from '@berth/contract';
import type { BerthError } from '@berth/kernel';
import type { CgroupTree } from './cgroup.ts';
import { whyNoHomeLimit } from './home.ts';
import type { NamespaceProbe } from './namespace-probe.ts';
import { findProgram, findSessionProgram, installCommand, neededPrograms } from './programs.ts';
import type { LocalDriverOptions } from './settings.ts';

const driver = 'local';

/** Below this a desktop cannot even write its settings, and fails in ways that nobody understands. */
const spareMebibytes = 16;

/** What keeps `job` from running here, found without creating anything; null when nothing does. */
export async function launchObstacle(
  options: LocalDriverOptions,
  cgroups: CgroupTree,
  probe: NamespaceProbe,
  job: LaunchJob,
): Promise<BerthError | null> {
  const refused = (why: string, remedy: string) => failures.DRIVER_REFUSED({ driver, why, remedy });
  for (const { program, packages } of neededPrograms) {
    if (!findProgram(program))
      return refused(
        `${program} is not installed`,
        `Run: ${installCommand({ apt: [...packages.apt], dnf: [...packages.dnf] })}`,
      );
  }
  const namespaces = await probe.obstacle();
  if (namespaces) return refused(namespaces.cause, namespaces.remedy);
  // It becomes a path and a line of passwd(5).
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(job.owner.name))
    return refused(`"${job.owner.name}" cannot be the name of an account`, 'Rename the user.');
  const freeMiB = await freeMebibytes(options.dataFolder);
  if (freeMiB < spareMebibytes) return failures.DISK_FULL({ path: options.dataFolder, freeMiB });
  const [program = ''] = job.command;
  // A path may lie in a mount or in the home, which cannot be looked at from here.
  if (!program.startsWith('/') && !findSessionProgram(program))
    return refused(`${program} is not installed`, 'Install it, or correct the command.');
  for (const mount of job.mounts) {
    if (!existsSync(mount.source))
      return refused(
        `the folder ${mount.source} to be mounted does not exist`,
        'Create it, or correct the profile.',
      );
  }
  const sealed = job.mounts.find(({ target }) => /^\/(usr|etc|nix)\//.test(target) && !existsSync(target));
  if (sealed)
    return refused(
      `nothing can be mounted at ${sealed.target}, which would have to be made in a read-only folder`,
      'Choose a target below /opt, /mnt, /srv or another folder of its own.',
    );
  if (process.getuid?.() === 0 && (job.owner.uid < 1000 || job.owner.gid < 100))
    return refused(`uid ${job.owner.uid} belongs to the system`, 'Choose a range of user ids above 1000.');
  if (job.resources.gpu.count > 0)
    return refused('the profile asks for a GPU, which this driver does not hand out', 'Set gpu to 0.');
  return options.enforceResources ? resourceObstacle(cgroups, job) : null;
}

function resourceObstacle(cgroups: CgroupTree, job: LaunchJob): BerthError | null {
  const { cpu, memoryMiB, processes, homeMiB } = job.resources;
  const wanted = [
    ['cpu', cpu, 'cpu'],
    ['memory', memoryMiB, 'memoryMiB'],
    ['pids', processes, 'processes'],
  ] as const;
  for (const [controller, amount, key] of wanted) {
    if (amount === 0 || cgroups.roots[controller]) continue;
    const remedy =
      process.getuid?.() === 0
        ? `Mount the ${controller} controller of cgroups, or set ${key} to 0, or enforceResources to false.`
        : `Start Berth with: systemd-run --user --scope -p Delegate=yes berth up; or set ${key} to 0, or enforceResources to false.`;
    return failures.RESOURCES_NOT_ENFORCEABLE({
      resource: key,
      why: `Berth may not make cgroups with the ${controller} controller`,
      remedy,
    });
  }
  const noHome = homeMiB > 0 ? whyNoHomeLimit() : null;
  return noHome && failures.RESOURCES_NOT_ENFORCEABLE({ resource: 'homeMiB', ...noHome });
}

async function freeMebibytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.floor((bavail * bsize) / (1024 * 1024));
}
