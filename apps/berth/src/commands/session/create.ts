import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { type NewSessionFlags, newSessionOptions, newSessionRequest } from '../../client/new-session.ts';
import { clientOf } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

export function addCreate(group: Command, context: Context): void {
  const command = clientVerb(
    group,
    'create <profile> [command...]',
    'create a session and print its id, without waiting for it',
    'berth session create openbox --size 1280x720',
  );
  newSessionOptions(command).action(
    async (profile: string, words: string[], flags: ServerFlags & NewSessionFlags) => {
      const server = findSignedInServer(flags, context);
      const session = await clientOf(server).createSession(newSessionRequest(profile, words, flags), {
        idempotencyKey: crypto.randomUUID(),
      });
      print(context, flags.json, session, () => session.id);
    },
  );
}
