import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print, table } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

export function addList(group: Command, context: Context): void {
  clientVerb(group, 'list', 'list users', 'berth user list').action(async (flags: ServerFlags) => {
    const users = await clientOf(findSignedInServer(flags, context)).users();
    print(context, flags.json, users, all =>
      table(
        ['NAME', 'ADMIN', 'CREATED'],
        all.map(user => [user.name, user.admin ? 'yes' : 'no', user.createdAt]),
      ),
    );
  });
}
