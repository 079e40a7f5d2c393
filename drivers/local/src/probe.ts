import { access, constants } from 'node:fs/promises';
import type { Check, Finding } from '@berth/contract';
import { freeMiBAt } from '@berth/node-kit';
import type { CgroupTree } from './cgroup.ts';
import { findProgram, installCommand, neededPrograms } from './programs.ts';
import { runCommand } from './run-command.ts';
import type { LocalDriverOptions } from './settings.ts';

export interface Obstacle {
  readonly evidence: string;
  readonly cause: string;
  readonly remedy: string;
}

/** Builds a sandbox as small as possible, the way the keeper does; null when the kernel lets us. */
export async function namespaceObstacle(): Promise<Obstacle | null> {
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const tree = [
    '--ro-bind',
    '/',
    '/',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--perms',
    '1777',
    '--size',
    '4096',
    '--tmpfs',
    '/tmp',
  ];
  const inner = user.length > 0 ? ['--unshare-user', '--uid', '1000', '--gid', '1000'] : [];
  const spaces = ['--unshare-pid', '--unshare-ipc', '--unshare-uts', ...inner];
  const found = await runCommand('unshare', ['--net', ...user, '--', 'bwrap', ...spaces, ...tree, 'true']);
  if (found.status === 0) return null;
  const evidence = `bwrap: ${found.output.split('\n')[0] ?? ''}`;
  if (/Unknown option/.test(found.output))
    return { evidence, cause: 'bubblewrap is older than 0.7', remedy: 'Install bubblewrap 0.7 or later.' };
  return {
    evidence,
    cause: 'the kernel refuses the namespaces that the sandbox is made of',
    remedy:
      user.length > 0
        ? 'Run as root: sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0 user.max_user_namespaces=28633; or run Berth as root.'
        : 'In a container, start it with --privileged or with CAP_SYS_ADMIN; on a machine, unset user.max_*_namespaces=0.',
  };
}

export function createChecks(options: LocalDriverOptions, cgroups: () => Promise<CgroupTree>): Check[] {
  const programs = neededPrograms.map(
    ({ program, packages }): Check => ({
      id: `local.program.${program.toLowerCase()}`,
      title: `${program} is installed`,
      run: async () => {
        const path = findProgram(program);
        if (path) return { verdict: 'pass', evidence: path };
        const remedy = `Run: ${installCommand({ apt: [...packages.apt], dnf: [...packages.dnf] })}`;
        return {
          verdict: 'fail',
          evidence: `${program} is in none of the usual folders`,
          cause: 'not installed',
          remedy,
        };
      },
    }),
  );
  return [
    ...programs,
    {
      id: 'local.sandbox',
      title: 'The kernel allows a sandbox',
      needs: ['local.program.bwrap'],
      run: async () => {
        const obstacle = await namespaceObstacle();
        return obstacle
          ? { verdict: 'fail', ...obstacle }
          : { verdict: 'pass', evidence: 'a bubblewrap sandbox was built' };
      },
    },
    {
      id: 'local.network',
      title: 'Sessions reach the network',
      needs: ['local.program.slirp4netns'],
      run: async () => {
        try {
          await access('/dev/net/tun', constants.R_OK | constants.W_OK);
          return { verdict: 'pass', evidence: '/dev/net/tun' };
        } catch (error) {
          const denied = error instanceof Error && 'code' in error && error.code === 'EACCES';
          return {
            verdict: 'fail',
            evidence: `/dev/net/tun: ${denied ? 'permission denied' : 'missing'}`,
            cause: denied ? 'only root may open it' : 'the tun module is not loaded',
            remedy: `Run as root: ${denied ? 'chmod 0666 /dev/net/tun' : 'modprobe tun'}`,
          };
        }
      },
    },
    {
      id: 'local.limits',
      title: 'Limits of sessions can be enforced',
      run: async () => judgeLimits(await cgroups(), options),
    },
    { id: 'local.disk', title: 'The data folder has space', run: () => judgeDisk(options.dataFolder) },
    {
      id: 'local.fonts',
      title: 'Fonts are installed',
      run: async () => {
        const { status, output } = await runCommand('fc-list', [':', 'family']);
        const count = status === 0 ? output.split('\n').filter(Boolean).length : 0;
        if (count > 0) return { verdict: 'pass', evidence: `${count} fonts` };
        const remedy = `Run: ${installCommand({ apt: ['fontconfig', 'fonts-dejavu-core'], dnf: ['fontconfig', 'dejavu-sans-fonts'] })}`;
        return {
          verdict: 'warn',
          evidence: 'fc-list shows none',
          cause: 'programs would show boxes for letters',
          remedy,
        };
      },
    },
  ];
}

function judgeLimits(tree: CgroupTree, options: LocalDriverOptions): Finding {
  const missing = (['cpu', 'memory', 'pids'] as const).filter(name => !tree.roots[name]);
  if (missing.length === 0)
    return { verdict: 'pass', evidence: `cgroups v${tree.version}: cpu, memory, pids` };
  return {
    verdict: options.enforceResources ? 'fail' : 'warn',
    evidence: `not writable: ${missing.join(', ')}`,
    cause: 'Berth may not make cgroups with these controllers',
    remedy: 'Run Berth as root, or as a user by: systemd-run --user --scope -p Delegate=yes berth up',
  };
}

async function judgeDisk(folder: string): Promise<Finding> {
  const mebibytes = await freeMiBAt(folder);
  const evidence = `${mebibytes} MiB free for ${folder}`;
  if (mebibytes >= 1024) return { verdict: 'pass', evidence };
  return {
    verdict: mebibytes < 100 ? 'fail' : 'warn',
    evidence,
    cause: 'homes and the database are there',
    remedy: `Free some space on the disk that holds ${folder}.`,
  };
}
