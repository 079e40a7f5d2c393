import { sessionStates } from '@berth/contract';
import { type Command, Option } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { clientOf } from '../../client/server.ts';
import { type SessionFilter, sessionTable } from '../../client/session-text.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags, SessionFilter {}

export function addList(group: Command, context: Context): void {
  clientVerb(group, 'list', 'list sessions', 'berth session list --state running --json')
    .addOption(new Option('--state <state>', 'only those in this state').choices(sessionStates))
    .option('--owner <user>', 'only those of this user')
    .action(async (flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const page = await clientOf(server).sessions({
        limit: 200,
        ...(flags.state ? { state: flags.state } : {}),
        ...(flags.owner ? { owner: flags.owner } : {}),
      });
      print(context, flags.json, page, ({ items }) => sessionTable(items, flags, context.env));
    });
}
