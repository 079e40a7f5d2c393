import { existsSync } from 'node:fs';
import { failures } from '@berth/contract';
import { BerthError } from '@berth/kernel';
import type { Context } from '../context.ts';
import { layoutOf } from '../layout.ts';
import { loadClientConfiguration } from '../load-configuration.ts';
import { credentialsFile, readCredentials } from './credentials.ts';
import type { Server } from './server.ts';

export interface ServerFlags {
  readonly server?: string;
  readonly json?: boolean;
}

const DEFAULT_SERVER = 'http://127.0.0.1:8443';

/** Which server, and how it is reached; without a token when nobody has signed in there. */
export function findServer(flags: ServerFlags, context: Context): Server {
  const { values } = loadClientConfiguration({ flags: { server: flags.server }, env: context.env });
  const credentials = readCredentials(credentialsFile(context.env));
  const url = normaliseUrl(values.server ?? credentials.current ?? DEFAULT_SERVER);
  const known = credentials.servers.get(url);
  return { url, token: values.token ?? known?.token ?? null, fingerprint: known?.fingerprint ?? null };
}

/** The same for verbs that need to be somebody. Says exactly what to do when they are nobody yet. */
export function findSignedInServer(flags: ServerFlags, context: Context): Server {
  const server = findServer(flags, context);
  if (server.token) return server;
  throw notSignedIn(server, context);
}

export function notSignedIn(server: Server, context: Context): BerthError {
  const { values } = loadClientConfiguration({ flags: {}, env: context.env });
  const { adminPasswordFile } = layoutOf(values);
  const password = existsSync(adminPasswordFile) ? ` (user admin, password in ${adminPasswordFile})` : '';
  const { code, status, retry } = failures.NOT_SIGNED_IN({});
  const message = `You are not signed in at ${server.url}. Sign in first: ${loginCommand(server.url)}${password}`;
  return new BerthError(code, { status, retry }, message, { server: server.url });
}

/** The command that signs in there. */
export function loginCommand(url: string): string {
  return url === DEFAULT_SERVER ? 'berth login' : `berth login --server ${url}`;
}

export function normaliseUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}
