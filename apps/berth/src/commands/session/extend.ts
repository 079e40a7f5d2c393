import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findSession } from '../../client/find-session.ts';
import { parseMinutes } from '../../client/new-session.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

export function addExtend(group: Command, context: Context): void {
  clientVerb(
    group,
    'extend <session> <minutes>',
    'let a session run longer than its time limit',
    'berth session extend notes 60',
  ).action(async (named: string, text: string, flags: ServerFlags) => {
    const minutes = parseMinutes(text);
    const server = findSignedInServer(flags, context);
    const { id } = await findSession(server, named);
    const session = await clientOf(server).extendSession(id, minutes);
    print(context, flags.json, session, one => `${one.id} ends ${one.endsAt ?? 'when it is stopped'}`);
  });
}
