import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print, table } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

export function addList(group: Command, context: Context): void {
  clientVerb(group, 'list', 'list what can be run', 'berth profile list').action(
    async (flags: ServerFlags) => {
      const profiles = await clientOf(findSignedInServer(flags, context)).profiles();
      print(context, flags.json, profiles, all =>
        table(
          ['NAME', 'TITLE', 'KIND', 'AVAILABLE'],
          all.map(({ name, title, kind, unavailable }) => [
            name,
            title,
            kind,
            unavailable ? `no: ${unavailable.missing}. ${unavailable.remedy}` : 'yes',
          ]),
        ),
      );
    },
  );
}
