import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findSession } from '../../client/find-session.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags {
  readonly force?: boolean;
}

export function addDelete(group: Command, context: Context): void {
  clientVerb(
    group,
    'delete <session>',
    "end a session and forget it; the owner's home stays",
    'berth session delete notes',
  )
    .option('--force', 'forget it even when its driver cannot confirm that it has ended')
    .action(async (named: string, flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const { id } = await findSession(server, named);
      await clientOf(server).deleteSession(id, { force: flags.force === true });
      print(context, flags.json, { id }, () => `${id} is being deleted`);
    });
}
