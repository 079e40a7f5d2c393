import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findSession } from '../../client/find-session.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags {
  readonly source?: string;
}

export function addLogs(group: Command, context: Context): void {
  clientVerb(
    group,
    'logs <session>',
    'print the newest lines of what a session wrote',
    'berth session logs notes --source x',
  )
    .option('--source <source>', 'whose: such as keeper, x, desktop or host')
    .action(async (named: string, flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const { id } = await findSession(server, named);
      const log = await clientOf(server).sessionLog(id, flags.source);
      print(context, flags.json, log, ({ text }) => text.trimEnd());
    });
}
