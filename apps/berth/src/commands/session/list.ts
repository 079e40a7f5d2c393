import { sessionStates } from '@berth/contract';
import { type Command, Option } from 'commander';
import { api } from '../../client/api.ts';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { sessionTable } from '../../client/session-text.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags {
  readonly state?: string;
  readonly owner?: string;
}

export function addList(group: Command, context: Context): void {
  clientVerb(group, 'list', 'list sessions', 'berth session list --state running --json')
    .addOption(new Option('--state <state>', 'only those in this state').choices(sessionStates))
    .option('--owner <user>', 'only those of this user')
    .action(async (flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const query = new URLSearchParams({ limit: '200' });
      if (flags.state) query.set('state', flags.state);
      if (flags.owner) query.set('owner', flags.owner);
      const page = await api.sessions(server, query);
      print(context, flags.json, page, ({ items }) => sessionTable(items));
    });
}
