import type { Command } from 'commander';
import { findSignedInServer, type ServerFlags } from '../../client/find-server.ts';
import { findSession } from '../../client/find-session.ts';
import { clientOf } from '../../client/server.ts';
import { stateText } from '../../client/session-text.ts';
import type { Context } from '../../context.ts';
import { print } from '../../output.ts';
import { clientVerb } from '../client-verb.ts';

type SessionMove = 'start' | 'stop' | 'restart' | 'cancel';

const moves: readonly [SessionMove, string][] = [
  ['start', 'start a stopped or failed session again, over the same home'],
  ['stop', 'stop a session; its home stays'],
  ['restart', 'stop a session and start it again'],
  ['cancel', 'give up a session that is still starting'],
];

/** The verbs that only ask the broker to move a session; each is accepted at once and done soon after. */
export function addMoves(group: Command, context: Context): void {
  for (const [move, description] of moves) {
    clientVerb(group, `${move} <session>`, description, `berth session ${move} notes`).action(
      async (named: string, flags: ServerFlags) => {
        const server = findSignedInServer(flags, context);
        const { id } = await findSession(server, named);
        const session = await clientOf(server)[`${move}Session`](id);
        print(context, flags.json, session, one => `${one.id} ${stateText(one)}`);
      },
    );
  }
}
