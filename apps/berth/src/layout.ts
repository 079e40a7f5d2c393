import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { type RunFolder, runFolderOf } from '@berth/node-kit';
import type { Configuration } from './configuration.ts';

/** What follows from the configuration: where everything is, and under which addresses. */
export interface Layout {
  readonly data: string;
  readonly databaseUrl: string;
  readonly tlsFolder: string;
  readonly profilesFolder: string;
  readonly homesFolder: string;
  readonly logsFolder: string;
  readonly logFile: string;
  readonly lockFile: string;
  readonly adminPasswordFile: string;
  readonly run: RunFolder;
  readonly hostUrl: string;
  readonly publicUrl: string;
  /** For a self-signed certificate. */
  readonly certificateNames: readonly string[];
}

export function layoutOf(config: Configuration): Layout {
  const data = resolve(config.data);
  const run = runFolderOf(data);
  const publicUrl = (config.publicUrl ?? urlOf(config.bind, config.port)).replace(/\/+$/, '');
  return {
    data,
    databaseUrl: config.databaseUrl ?? `sqlite:${join(data, 'berth.db')}`,
    tlsFolder: join(data, 'tls'),
    profilesFolder: join(data, 'profiles'),
    homesFolder: join(data, 'homes'),
    logsFolder: join(data, 'logs'),
    logFile: join(data, 'logs/berth.log'),
    lockFile: join(data, 'berth.lock'),
    adminPasswordFile: join(data, 'admin-password'),
    run,
    hostUrl: config.hostUrl ?? `unix:${run.hostSocket}`,
    publicUrl,
    certificateNames: [
      ...new Set([
        'localhost',
        '127.0.0.1',
        '::1',
        hostname(),
        new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''),
      ]),
    ],
  };
}

/** Loopback is a secure context without TLS, and spares the warning about a self-signed certificate. */
function urlOf(bind: string, port: number): string {
  if (bind === '127.0.0.1' || bind === 'localhost') return `http://${bind}:${port}`;
  if (bind === '::1') return `http://[::1]:${port}`;
  const everywhere = bind === '0.0.0.0' || bind === '::';
  const host = everywhere ? hostname() : bind.includes(':') ? `[${bind}]` : bind;
  return `https://${host}:${port}`;
}
