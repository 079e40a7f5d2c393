import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { failures } from '@berth/contract';
import { makeFolder } from './make-folder.ts';

/** Where a running Berth keeps its sockets. It does not outlive the machine's uptime. */
export interface RunFolder {
  readonly path: string;
  /** Mode 0600: the broker, for its gateway alone. */
  readonly brokerSocket: string;
  /** Mode 0711, bound into each host's sandbox. */
  readonly linkFolder: string;
  /** Mode 0666: hosts prove themselves by key. */
  readonly hostSocket: string;
  readonly routesFile: string;
  /** One folder for each run of a session, made by the local driver. */
  readonly sessionsFolder: string;
}

/** A unix socket's path has at most 107 bytes (unix(7)); session sockets add about 60 to the run folder. */
const LONGEST_PATH = 46;

/**
 * The run folder that belongs to `dataFolder`. It is short, since sockets lie in it, and follows from the data folder
 * alone, so that whoever starts Berth next on the same data finds the sessions that are still running.
 */
export function runFolderOf(
  dataFolder: string,
  who: { uid: number; runtimeFolder: string | undefined } = currentUser(),
): RunFolder {
  const instance = createHash('sha256').update(realPathOf(dataFolder)).digest('hex').slice(0, 8);
  const path = placeOf(instance, who);
  const linkFolder = join(path, 'link');
  return {
    path,
    brokerSocket: join(path, 'broker.sock'),
    linkFolder,
    hostSocket: join(linkFolder, 'host.sock'),
    routesFile: join(path, 'gateway-routes.json'),
    sessionsFolder: join(path, 'sessions'),
  };
}

/** Makes the folders with their modes. Refuses one that somebody else has put there, as anyone can in /tmp. */
export function createRunFolder(folder: RunFolder, uid: number = currentUser().uid): void {
  // For root, a session's own uid has to pass through to the link folder and to its own folder.
  const passable = uid === 0 ? 0o711 : 0o700;
  if (uid === 0) ownFolder(dirname(folder.path), 0o711, uid);
  ownFolder(folder.path, passable, uid);
  ownFolder(folder.linkFolder, 0o711, uid);
  ownFolder(folder.sessionsFolder, passable, uid);
}

function placeOf(instance: string, who: { uid: number; runtimeFolder: string | undefined }): string {
  if (who.uid === 0) return `/run/berth/${instance}`;
  const runtime = who.runtimeFolder ? join(who.runtimeFolder, `berth-${instance}`) : null;
  return runtime && runtime.length <= LONGEST_PATH ? runtime : `/tmp/berth-${who.uid}-${instance}`;
}

function ownFolder(path: string, mode: number, uid: number): void {
  makeFolder(path, mode);
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== uid) {
    throw failures.DATA_UNWRITABLE({ path, why: 'it belongs to someone else' });
  }
  chmodSync(path, mode);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function currentUser(): { uid: number; runtimeFolder: string | undefined } {
  return { uid: process.getuid?.() ?? 0, runtimeFolder: process.env.XDG_RUNTIME_DIR };
}
