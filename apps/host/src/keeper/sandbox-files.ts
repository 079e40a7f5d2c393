import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchJob, RunPlan } from '@berth/contract';
import { sandboxEnvironment } from './sandbox-command.ts';
import type { SessionFolder } from './session-folder.ts';
import { xAuthorityFile } from './x-authority.ts';

/**
 * Started by every desktop through XDG autostart, and wrong in a session that has no seat, no battery and no console:
 * lockers and savers would shut people out, the others complain that they cannot reach the system bus.
 */
const unwantedAutostart = [
  'xscreensaver',
  'light-locker',
  'xfce4-screensaver',
  'mate-screensaver',
  'gnome-screensaver',
  'xfce4-power-manager',
  'mate-power-manager',
  'polkit-gnome-authentication-agent-1',
  'polkit-mate-authentication-agent-1',
  'xfce-polkit',
  'lxpolkit',
  'nm-applet',
  'blueman',
  'print-applet',
  'pulseaudio',
  'org.gnome.Software',
  'gnome-software-service',
  'update-notifier',
  'geoclue-demo-agent',
  'xapp-sn-watcher',
];

/** Writes everything generated for one sandbox and its host. Returns the X cookie, hex. */
export function writeSandboxFiles(plan: RunPlan, job: LaunchJob, folder: SessionFolder): string {
  const { name, uid, gid } = job.owner;
  const owned = (path: string) => {
    if (plan.privileged) chownSync(path, uid, gid);
  };
  const generate = (file: string, content: string | Buffer) =>
    writeFileSync(join(folder.generated, file), content, { mode: 0o644 });
  const generatePrivate = (file: string, content: string | Buffer) => {
    const path = join(folder.generated, file);
    writeFileSync(path, content, { mode: 0o600 });
    owned(path);
  };

  for (const path of [folder.x11, folder.host]) {
    mkdirSync(path, { mode: 0o700 });
    owned(path);
  }
  mkdirSync(join(folder.generated, 'xdg', 'autostart'), { recursive: true, mode: 0o755 });
  generate('passwd', passwdFile(name, uid, gid));
  generate('group', `root:x:0:\ntty:x:5:\n${name}:x:${gid}:\nnogroup:x:65534:\n`);
  // slirp4netns answers here and asks the machine's own resolvers.
  generate('resolv.conf', 'nameserver 10.0.2.3\n');
  for (const program of unwantedAutostart)
    generate(`xdg/autostart/${program}.desktop`, '[Desktop Entry]\nType=Application\nHidden=true\n');

  // NUL-separated, read by init.sh: whatever people put into values, it stays a value.
  const environment = { ...sandboxEnvironment(job), ...job.env };
  generatePrivate(
    'environment',
    Object.entries(environment)
      .map(([key, value]) => `${key}=${value}\0`)
      .join(''),
  );
  generatePrivate('command', job.command.map(word => `${word}\0`).join(''));
  const cookie = randomBytes(16);
  generatePrivate('Xauthority', xAuthorityFile(cookie));
  // The umask of whoever started Berth must not decide whether the owner can read these.
  for (const path of ['', 'xdg', 'xdg/autostart']) chmodSync(join(folder.generated, path), 0o755);
  for (const path of ['passwd', 'group', 'resolv.conf']) chmodSync(join(folder.generated, path), 0o644);
  return cookie.toString('hex');
}

function passwdFile(name: string, uid: number, gid: number): string {
  return [
    'root:x:0:0:root:/root:/usr/sbin/nologin',
    `${name}:x:${uid}:${gid}:${name}:/home/${name}:/bin/bash`,
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    '',
  ].join('\n');
}
