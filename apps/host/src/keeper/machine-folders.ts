import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bindAt } from './bind-arguments.ts';

/** What a sandbox sees of the machine's programs, read-only. */
const shared = ['/usr', '/nix', '/etc'];
/** Shared entry by entry, so that a profile's mounts can be put beside them. */
const sharedByEntry = ['/opt'];
/** On most machines these are links into /usr; where they are folders, they are shared too. */
const linkedToUsr = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** bwrap arguments that show the machine's programs, and an empty folder over each of `hidden` that lies among them. */
export function machineFolders(hidden: readonly string[]): string[] {
  const arguments_: string[] = [];
  for (const path of shared) if (kindOf(path)) arguments_.push('--ro-bind', path, path);
  for (const folder of sharedByEntry) {
    if (!kindOf(folder)) continue;
    arguments_.push('--perms', '0755', '--dir', folder);
    for (const name of readdirSync(folder))
      arguments_.push('--ro-bind-try', join(folder, name), join(folder, name));
  }
  for (const path of linkedToUsr) {
    const kind = kindOf(path);
    if (kind === 'link') arguments_.push('--symlink', readlinkSync(path), path);
    else if (kind === 'other') arguments_.push('--ro-bind', path, path);
  }
  // Processor topology, which numeric libraries and language runtimes read. The rest of /sys stays unseen.
  arguments_.push(...bindAt('--ro-bind-try', '/sys/devices/system'));
  for (const path of ['/var/cache/fontconfig', '/var/lib/xkb'])
    arguments_.push(...bindAt('--ro-bind-try', path));
  arguments_.push('--symlink', '/run', '/var/run');
  for (const path of hidden) {
    if ([...shared, ...sharedByEntry].some(folder => path === folder || path.startsWith(`${folder}/`)))
      arguments_.push('--tmpfs', path);
  }
  return arguments_;
}

/** Where a file bound over /etc/resolv.conf has to go: it is often a link into /run. */
export function resolverPath(): string {
  const path = '/etc/resolv.conf';
  return kindOf(path) === 'link' ? resolve(dirname(path), readlinkSync(path)) : path;
}

function kindOf(path: string): 'link' | 'other' | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return null;
  return found.isSymbolicLink() ? 'link' : 'other';
}
