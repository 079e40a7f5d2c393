import { chmodSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Secret } from '@berth/kernel';
import { makeFolder, writeFileAtomically } from '@berth/node-kit';

export interface Credential {
  readonly token: Secret;
  readonly user: string;
  readonly fingerprint: string | null;
}

/** What `berth login` keeps: a token for each server, and which server was last. */
export interface Credentials {
  readonly current: string | null;
  readonly servers: ReadonlyMap<string, Credential>;
}

export function credentialsFile(env: Readonly<Record<string, string | undefined>>): string {
  const folder = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config');
  return join(folder, 'berth', 'credentials.json');
}

/** Nothing where there is no file, or one that this version cannot read: signing in again mends both. */
export function readCredentials(path: string): Credentials {
  const servers = new Map<string, Credential>();
  try {
    const found = JSON.parse(readFileSync(path, 'utf8'));
    for (const [url, value] of Object.entries<Record<string, unknown>>(found.servers)) {
      const { token, user, fingerprint } = value;
      if (typeof token !== 'string' || typeof user !== 'string') continue;
      servers.set(url, {
        token: new Secret(token),
        user,
        fingerprint: typeof fingerprint === 'string' ? fingerprint : null,
      });
    }
    return { current: typeof found.current === 'string' ? found.current : null, servers };
  } catch {
    return { current: null, servers: new Map() };
  }
}

/** Mode 0600 in a folder of mode 0700: a token is as good as the password. */
export async function writeCredentials(path: string, credentials: Credentials): Promise<void> {
  makeFolder(dirname(path));
  chmodSync(dirname(path), 0o700);
  const servers = Object.fromEntries(
    [...credentials.servers].map(([url, { token, user, fingerprint }]) => [
      url,
      { token: token.reveal(), user, fingerprint },
    ]),
  );
  await writeFileAtomically(
    path,
    `${JSON.stringify({ current: credentials.current, servers }, null, 2)}\n`,
    0o600,
  );
}
