import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../client/find-server.ts';
import { type NewSessionFlags, newSessionOptions, newSessionRequest } from '../client/new-session.ts';
import { openInBrowser } from '../client/open-in-browser.ts';
import { clientOf } from '../client/server.ts';
import { waitUntilRunning } from '../client/wait-until-running.ts';
import type { Context } from '../context.ts';
import { print } from '../output.ts';
import { clientVerb } from './client-verb.ts';

interface Flags extends ServerFlags, NewSessionFlags {
  readonly detach?: boolean;
  readonly open?: boolean;
}

export function addRun(program: Command, context: Context): void {
  const command = clientVerb(
    program,
    'run <profile> [command...]',
    'start a session, wait until it runs, and print its address',
    'berth run xfce\nberth run xterm --name notes -- xterm -e vim notes.txt',
  );
  newSessionOptions(command)
    .option('--detach', 'do not wait until it runs')
    .option('--open', 'open it in the browser')
    .action(async (profile: string, words: string[], flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const created = await clientOf(server).createSession(newSessionRequest(profile, words, flags), {
        idempotencyKey: crypto.randomUUID(),
      });
      const session = flags.detach ? created : await waitUntilRunning(server, created, context);
      const url = new URL(session.url, `${server.url}/`).href;
      print(context, flags.json, session, () => url);
      if (flags.open) openInBrowser(url, context);
    });
}
