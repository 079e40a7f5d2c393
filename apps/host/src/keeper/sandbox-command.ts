import { totalmem } from 'node:os';
import type { LaunchJob, RunPlan } from '@berth/contract';
import { bindAt } from './bind-arguments.ts';
import { machineFolders, resolverPath } from './machine-folders.ts';
import { joinCgroups, ownerChange } from './owner-change.ts';
import type { SessionFolder } from './session-folder.ts';

const mebibyte = 1024 * 1024;

/** Where the programs of a session are looked for. `games` because Debian puts some there; no sbin, nobody is root. */
export const sessionPath = '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games';

/**
 * The command that becomes the sandbox of one session. Descriptors it expects: 1 desktop log, 2 its own errors,
 * 3 the keeper (both ways), 4 bwrap's info, 5 the X server's log. `filesBeside` holds init.sh and the configuration.
 */
export function sandboxCommand(
  plan: RunPlan,
  job: LaunchJob,
  folder: SessionFolder,
  filesBeside: string,
): string[] {
  const home = `/home/${job.owner.name}`;
  const { bwrap, inside } = ownerChange(plan, job.owner);
  // Memory of the session, not of the machine: these file systems are charged to its cgroup, and may take half of it.
  const scratch = (job.resources.memoryMiB * mebibyte || totalmem() / 2) / 2;
  const temporary = (path: string, mode: string, bytes: number) => [
    ...['--perms', mode, '--size', `${Math.round(bytes)}`],
    ...['--tmpfs', path],
  ];
  const generated = (name: string, target: string) =>
    bindAt('--ro-bind', `${folder.generated}/${name}`, target);
  return joinCgroups(plan.cgroups.sandbox, [
    ...['unshare', '--net', ...(plan.privileged ? [] : ['--user', '--map-root-user']), '--'],
    ...['bwrap', '--die-with-parent', '--new-session', '--info-fd', '4'],
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', ...bwrap],
    ...machineFolders([plan.dataFolder, plan.runFolder]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...temporary('/dev/shm', '1777', scratch),
    ...temporary('/tmp', '1777', scratch),
    ...temporary('/var/tmp', '1777', scratch),
    ...temporary('/run', '0755', 16 * mebibyte),
    ...temporary('/run/user', '1777', Math.min(scratch, 256 * mebibyte)),
    ...bindAt('--bind', folder.x11, '/tmp/.X11-unix'),
    ...['--perms', '1777', '--dir', '/tmp/.ICE-unix'],
    ...bindAt('--ro-bind', folder.generated, '/run/berth'),
    ...bindAt('--ro-bind', filesBeside, '/run/berth-inside'),
    ...generated('passwd', '/etc/passwd'),
    ...generated('group', '/etc/group'),
    ...generated('resolv.conf', resolverPath()),
    ...bindAt('--bind', plan.home.path, home),
    ...job.mounts.flatMap(mount =>
      bindAt(mount.readOnly ? '--ro-bind' : '--bind', mount.source, mount.target),
    ),
    // In the user's own namespace the root folder would be writable, and is in memory.
    ...['--remount-ro', '/', '--chdir', '/', '--', ...inside],
    ...['/bin/bash', '/run/berth-inside/init.sh', job.kind],
    ...[':0', '-auth', '/run/berth/Xauthority', '-geometry', `${job.size.width}x${job.size.height}`],
    ...['-depth', '24', '-dpi', `${job.dpi}`, '-desktop', job.externalName],
    // No RFB and no X over TCP or an abstract socket: the path socket is the only way in, with the cookie.
    ...['-rfbport', '-1', '-SecurityTypes', 'None', '-nolisten', 'tcp', '-nolisten', 'local'],
    ...['-s', '0', '-noreset'],
  ]);
}

/** The environment in which the sandbox begins. Nothing of the owner's is in it: bwrap and setpriv run as root. */
export function sandboxEnvironment(job: LaunchJob): Record<string, string> {
  const language = process.env.LANG ?? '';
  return {
    PATH: sessionPath,
    LANG: /utf-?8/i.test(language) ? language : 'C.UTF-8',
    HOME: `/home/${job.owner.name}`,
    USER: job.owner.name,
    LOGNAME: job.owner.name,
    SHELL: '/bin/bash',
    DISPLAY: ':0',
    XAUTHORITY: '/run/berth/Xauthority',
    XDG_RUNTIME_DIR: `/run/user/${job.owner.uid}`,
    XDG_SESSION_TYPE: 'x11',
    XDG_CONFIG_DIRS: '/run/berth/xdg:/run/berth-inside/xdg:/etc/xdg',
    XDG_DATA_DIRS: '/usr/local/share:/usr/share',
    // The panel starts with its default layout instead of asking a question that most people cannot answer.
    XFCE_PANEL_MIGRATE_DEFAULT: '1',
    ...(job.resources.gpu.count === 0 ? { LIBGL_ALWAYS_SOFTWARE: '1' } : {}),
  };
}
