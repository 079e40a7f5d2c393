import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failures } from '@berth/contract';
import { createRunFolder, freeMiBAt, makeFolder, portHolder, whyNotListen } from '@berth/node-kit';
import type { Configuration } from '../configuration.ts';
import type { Layout } from '../layout.ts';

/** Below this a database write or a first frame's log would fail soon, and less clearly. */
const LEAST_FREE_MIB = 64;

/** Makes the data folder usable, or throws the failure that says why it is not. */
export async function prepareDataFolder(layout: Layout): Promise<void> {
  try {
    makeFolder(layout.data);
    const probe = join(layout.data, `.probe-${process.pid}`);
    writeFileSync(probe, 'written to see whether this folder can be written\n');
    rmSync(probe);
    const free = await freeMiBAt(layout.data);
    if (free < LEAST_FREE_MIB) throw failures.DISK_FULL({ path: layout.data, freeMiB: free });
    for (const folder of [layout.tlsFolder, layout.logsFolder, layout.profilesFolder]) {
      makeFolder(folder);
    }
    // Sessions run under uids of their own, which have to pass through to their homes.
    makeFolder(layout.homesFolder, 0o711);
    chmodSync(layout.tlsFolder, 0o700);
    createRunFolder(layout.run);
  } catch (error) {
    throw explainWriteError(error, layout.data, await freeMiBAt(layout.data).catch(() => 0));
  }
}

/** The port's holder is named, as far as this user may see it. */
export async function checkPort({ bind, port }: Configuration): Promise<void> {
  const why = await whyNotListen(bind, port);
  if (why === null) return;
  if (why === 'EADDRINUSE') throw failures.PORT_TAKEN({ port, holder: portHolder(port) });
  const source = why === 'EACCES' ? 'port' : 'bind';
  const problem =
    why === 'EACCES'
      ? `${port} needs privileges that this user does not have; choose one above 1023`
      : `${bind} is no address of this machine (${why})`;
  throw failures.CONFIG_INVALID({ source, line: null, problem });
}

/** Checked here because the children, which read them, would say it less clearly. */
export function checkTls(config: Configuration): void {
  const certFile = config['tls.certFile'];
  const keyFile = config['tls.keyFile'];
  if ((certFile === null) !== (keyFile === null)) {
    const problem = 'tls.certFile and tls.keyFile belong together; one of them is missing';
    throw failures.CONFIG_INVALID({ source: 'tls', line: null, problem });
  }
}

function explainWriteError(error: unknown, path: string, freeMiB: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return failures.DISK_FULL({ path, freeMiB });
  const why: Record<string, string> = {
    EACCES: 'this user has no permission',
    EPERM: 'this user has no permission',
    EROFS: 'it is on a read-only file system',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'it is a file, not a folder',
    ENOENT: 'its parent cannot be made',
  };
  const known = why[code];
  return known ? failures.DATA_UNWRITABLE({ path, why: known }) : error;
}
