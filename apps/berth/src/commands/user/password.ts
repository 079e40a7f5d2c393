import type { Command } from 'commander';
import { findPassword } from '../../client/find-password.ts';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findUser } from '../../client/find-user.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags {
  readonly passwordStdin?: boolean;
}

export function addPassword(group: Command, context: Context): void {
  clientVerb(group, 'password <name>', "set a user's password", 'berth user password admin')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (name: string, flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const user = await findUser(server, name);
      const password = await findPassword(context, flags, `New password for ${name}: `);
      await clientOf(server).setPassword(user.id, password.reveal());
      print(context, flags.json, user, one => `The password of ${one.name} was set.`);
    });
}
