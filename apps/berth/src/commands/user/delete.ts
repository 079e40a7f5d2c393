import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findUser } from '../../client/find-user.ts';
import { askLine } from '../../client/prompt.ts';
import { clientOf, type Server } from '../../client/server.ts';
import type { Context } from '../../context.ts';
import { exitCodes, SilentExit } from '../../exit-code.ts';
import { layoutOf } from '../../layout.ts';
import { loadClientConfiguration } from '../../load-configuration.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

interface Flags extends ServerFlags {
  readonly yes?: boolean;
}

export function addDelete(group: Command, context: Context): void {
  clientVerb(
    group,
    'delete <name>',
    'delete a user and end their sessions; their home stays',
    'berth user delete ada\nberth user delete ada --yes',
  )
    .option('--yes', 'do not ask')
    .action(async (named: string, flags: Flags) => {
      const server = findSignedInServer(flags, context);
      const user = await findUser(server, named);
      const { name } = user;
      const home = homeText(name, context);
      if (!flags.yes) {
        const what = `Deleting ${name} ends ${await openSessions(server, name)}. The home stays in ${home}, and nobody else can be called ${name}.`;
        const question = `${what}\nDelete ${name}? [y/N] `;
        const answer = await askLine(context, question, `${what} Nobody can be asked here; --yes does it`);
        if (!/^y(es)?$/i.test(answer.trim())) {
          context.err.write(`\n${name} was not deleted.\n`);
          throw new SilentExit(exitCodes.failed);
        }
      }
      await clientOf(server).deleteUser(user.id);
      print(
        context,
        flags.json,
        user,
        () => `User ${name} was deleted, with all sessions. The home stays in ${home}.`,
      );
    });
}

async function openSessions(server: Server, owner: string): Promise<string> {
  const states = ['pending', 'running', 'impaired'] as const;
  const client = clientOf(server);
  const pages = await Promise.all(states.map(state => client.sessions({ state, owner, limit: 200 })));
  const count = pages.reduce((sum, page) => sum + page.total, 0);
  if (count === 0) return 'no session: none is open';
  const names = pages.flatMap(page => page.items).map(one => one.name);
  const few = names.length <= 5 ? ` (${names.join(', ')})` : '';
  return `${count} ${count === 1 ? 'session' : 'sessions'}${few}`;
}

/** The path where it can be seen from here; a Berth elsewhere has a data folder of its own. */
function homeText(name: string, context: Context): string {
  const { values } = loadClientConfiguration({ flags: {}, env: context.env });
  const path = join(layoutOf(values).homesFolder, name);
  return existsSync(path) ? path : `homes/${name} of the server's data folder`;
}
