import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Mount, Profile } from '@berth/contract';

/** As in the sandbox (apps/host/src/keeper/sandbox-command.ts). */
const sessionFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/games', '/usr/games'];
const machineFolders = [...sessionFolders, '/usr/local/sbin', '/usr/sbin', '/sbin'];

export function findProgram(name: string, folders: readonly string[] = machineFolders): string | null {
  const places = isAbsolute(name) ? [name] : folders.map(folder => join(folder, name));
  return places.find(isExecutable) ?? null;
}

/** Looks where a session would find it: an absolute path may lie in one of its mounts. */
export function findSessionProgram(name: string, mounts: readonly Mount[] = []): string | null {
  const mount = mounts.find(({ target }) => name.startsWith(`${target.replace(/\/+$/, '')}/`));
  return findProgram(mount ? join(mount.source, name.slice(mount.target.length)) : name, sessionFolders);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The command that installs packages here, by /etc/os-release; null where the profile names none for this system. */
export function installCommand(packages: Profile['packages'], osRelease = readOsRelease()): string | null {
  const family = /^(?:ID|ID_LIKE)=.*(fedora|rhel|centos|amzn|suse)/m.test(osRelease) ? 'dnf' : 'apt';
  const names = packages[family] ?? [];
  if (names.length === 0) return null;
  return family === 'apt' ? `apt-get install ${names.join(' ')}` : `dnf install ${names.join(' ')}`;
}

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/** Programs that every session needs, with the packages that have them. */
export const neededPrograms = [
  { program: 'bwrap', packages: { apt: ['bubblewrap'], dnf: ['bubblewrap'] } },
  { program: 'Xvnc', packages: { apt: ['tigervnc-standalone-server'], dnf: ['tigervnc-server-minimal'] } },
  { program: 'slirp4netns', packages: { apt: ['slirp4netns'], dnf: ['slirp4netns'] } },
  { program: 'setpriv', packages: { apt: ['util-linux'], dnf: ['util-linux'] } },
  { program: 'dbus-daemon', packages: { apt: ['dbus'], dnf: ['dbus-daemon'] } },
  { program: 'openbox', packages: { apt: ['openbox'], dnf: ['openbox'] } },
  { program: 'bash', packages: { apt: ['bash'], dnf: ['bash'] } },
] as const;
