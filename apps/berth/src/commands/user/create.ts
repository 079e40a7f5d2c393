import type { Command } from 'commander';
import { findPassword } from '../../client/find-password.ts';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags {
  readonly admin?: boolean;
  readonly passwordStdin?: boolean;
}

export function addCreate(group: Command, context: Context): void {
  clientVerb(
    group,
    'create <name>',
    'create a user',
    'berth user create ada --password-stdin < password-file',
  )
    .option('--admin', 'who may manage everything')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (name: string, flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const password = await findPassword(context, flags, `Password for ${name}: `);
      const user = await clientOf(server).createUser({
        name,
        password: password.reveal(),
        admin: flags.admin === true,
      });
      print(context, flags.json, user, one => `User ${one.name} was created.`);
    });
}
