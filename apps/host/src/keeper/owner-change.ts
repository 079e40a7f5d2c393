import type { LaunchJob, RunPlan } from '@berth/contract';

type Owner = LaunchJob['owner'];

/**
 * How a process becomes the owner. As root no user namespace is made: bwrap builds as root, and inside setpriv gives up
 * every privilege for good (a user namespace made by root would only pretend). Otherwise bwrap makes a user namespace
 * in which the current user has the owner's number.
 */
export function ownerChange(plan: RunPlan, owner: Owner): { bwrap: string[]; inside: string[] } {
  if (!plan.privileged)
    return { bwrap: ['--unshare-user', '--uid', `${owner.uid}`, '--gid', `${owner.gid}`], inside: [] };
  return {
    bwrap: [],
    inside: [
      'setpriv',
      `--reuid=${owner.uid}`,
      `--regid=${owner.gid}`,
      '--clear-groups',
      '--no-new-privs',
      '--inh-caps=-all',
      '--bounding-set=-all',
      '--',
    ],
  };
}

/** Wraps `command` so that it enters `cgroups` (folders) before it becomes anything else. */
export function joinCgroups(cgroups: readonly string[], command: readonly string[]): string[] {
  const script =
    'while [ "$1" != -- ]; do echo 0 >"$1/cgroup.procs" || exit 97; shift; done; shift; exec "$@"';
  return ['/bin/sh', '-c', script, 'sh', ...cgroups, '--', ...command];
}
