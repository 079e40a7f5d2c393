import { Secret } from '@berth/kernel';
import type { Command } from 'commander';
import { credentialsFile, readCredentials, writeCredentials } from '../client/credentials.ts';
import { findPassword } from '../client/find-password.ts';
import { findServer, type ServerFlags } from '../client/find-server.ts';
import { clientOf } from '../client/server.ts';
import { trustOnFirstUse } from '../client/trust.ts';
import type { Context } from '../context.ts';
import { print } from '../output.ts';
import { clientVerb } from './client-verb.ts';

interface Flags extends ServerFlags {
  readonly user: string;
  readonly passwordStdin?: boolean;
  readonly fingerprint?: string;
}

export function addLogin(program: Command, context: Context): void {
  clientVerb(
    program,
    'login',
    'sign in to a Berth and remember it',
    'berth login\nberth login --server https://berth.example.org --user ada\nberth login --password-stdin < password-file',
  )
    .option('--user <name>', 'user name', 'admin')
    .option('--password-stdin', 'read the password from standard input')
    .option('--fingerprint <hex>', 'SHA-256 of the self-signed certificate to trust, instead of being asked')
    .action(async (flags: Flags) => {
      const { url } = findServer(flags, context);
      const fingerprint = await trustOnFirstUse(url, flags.fingerprint, context);
      const password = await findPassword(context, flags, `Password of ${flags.user} at ${url}: `);
      const reply = await clientOf({ url, token: null, fingerprint }).login(flags.user, password.reveal());
      const path = credentialsFile(context.env);
      const { servers } = readCredentials(path);
      const token = new Secret(reply.token);
      const known = new Map(servers).set(url, { token, user: reply.user.name, fingerprint });
      await writeCredentials(path, { current: url, servers: known });
      const result = { server: url, user: reply.user, expiresAt: reply.expiresAt };
      print(context, flags.json, result, () => `Signed in at ${url} as ${reply.user.name}.`);
    });
}
