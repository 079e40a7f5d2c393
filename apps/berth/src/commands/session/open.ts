import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findSession } from '../../client/find-session.ts';
import { openInBrowser } from '../../client/open-in-browser.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

export function addOpen(group: Command, context: Context): void {
  clientVerb(
    group,
    'open <session>',
    'print the address of a session and open it in the browser',
    'berth session open notes',
  ).action(async (named: string, flags: ServerFlags) => {
    const server = findSignedInServer(flags, context);
    const session = await findSession(server, named);
    const url = new URL(session.url, `${server.url}/`).href;
    print(context, flags.json, { id: session.id, url }, () => url);
    openInBrowser(url, context);
  });
}
