import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findSession } from '../../client/find-session.ts';
import { sessionDetails } from '../../client/session-text.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

export function addShow(group: Command, context: Context): void {
  clientVerb(group, 'show <session>', 'show one session', 'berth session show notes').action(
    async (named: string, flags: ServerFlags) => {
      const session = await findSession(findSignedInServer(flags, context), named);
      print(context, flags.json, session, sessionDetails);
    },
  );
}
