import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findUser } from '../../client/find-user.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

export function addDelete(group: Command, context: Context): void {
  clientVerb(group, 'delete <name>', 'delete a user', 'berth user delete ada').action(
    async (name: string, flags: ServerFlags) => {
      const server = findSignedInServer(flags, context);
      const user = await findUser(server, name);
      await clientOf(server).deleteUser(user.id);
      print(context, flags.json, user, one => `User ${one.name} was deleted.`);
    },
  );
}
