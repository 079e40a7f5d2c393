import type { Command } from 'commander';
import { findPassword } from '../../client/find-password.ts';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findUser } from '../../client/find-user.ts';
import { askSecret, readSecretFromInput } from '../../client/prompt.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { UsageError } from '../../exit-code.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags {
  readonly passwordStdin?: boolean;
}

export function addPassword(group: Command, context: Context): void {
  clientVerb(
    group,
    'password [name]',
    "set a user's password, or without a name change your own",
    'berth user password\nberth user password ada',
  )
    .option(
      '--password-stdin',
      'read the password from standard input; for your own: the present one, then a line with the new',
    )
    .action(async (name: string | undefined, flags: Flags) => {
      const server = findSignedInServer(flags, context);
      if (name === undefined) {
        const client = clientOf(server);
        await client.changePassword(await findOwnPasswords(context, flags));
        print(
          context,
          flags.json,
          await client.me(),
          one => `Your password, ${one.name}, was changed. Other sign-ins have ended.`,
        );
        return;
      }
      const user = await findUser(server, name);
      const password = await findPassword(context, flags, `New password for ${name}: `);
      await clientOf(server).setPassword(user.id, password.reveal());
      print(context, flags.json, user, one => `The password of ${one.name} was set.`);
    });
}

async function findOwnPasswords(
  context: Context,
  flags: Flags,
): Promise<{ oldPassword: string; password: string }> {
  if (!flags.passwordStdin) {
    const oldPassword = (await askSecret(context, 'Present password: ')).reveal();
    const password = (await askSecret(context, 'New password: ')).reveal();
    // What is not shown while it is typed is easily mistyped.
    const again = (await askSecret(context, 'New password again: ')).reveal();
    if (again !== password) throw new UsageError('the two new passwords differ');
    return { oldPassword, password };
  }
  const [oldPassword = '', password] = (await readSecretFromInput(context)).reveal().split(/\r?\n/);
  if (password === undefined)
    throw new UsageError('two lines are needed: the present password, and the new one');
  return { oldPassword, password };
}
