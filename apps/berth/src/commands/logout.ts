import { BerthError } from '@berth/kernel';
import type { Command } from 'commander';
import { credentialsFile, readCredentials, writeCredentials } from '../client/credentials.ts';
import { findServer, type ServerFlags } from '../client/find-server.ts';
import { clientOf } from '../client/server.ts';
import type { Context } from '../context.ts';
import { print } from '../output.ts';
import { clientVerb } from './client-verb.ts';

export function addLogout(program: Command, context: Context): void {
  clientVerb(program, 'logout', 'end the session of berth login', 'berth logout').action(
    async (flags: ServerFlags) => {
      const server = findServer(flags, context);
      // A token that the server refuses already is as good as ended.
      if (server.token) await clientOf(server).logout().catch(ignoreNotSignedIn);
      const path = credentialsFile(context.env);
      const { current, servers } = readCredentials(path);
      const left = new Map(servers);
      left.delete(server.url);
      await writeCredentials(path, { current: current === server.url ? null : current, servers: left });
      print(context, flags.json, { server: server.url }, () => `Signed out at ${server.url}.`);
    },
  );
}

function ignoreNotSignedIn(error: unknown): void {
  if (error instanceof BerthError && error.code === 'NOT_SIGNED_IN') return;
  throw error;
}
