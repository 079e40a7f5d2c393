import type { Session } from '@berth/contract';
import type { Context } from '../context.ts';
import { exitCodes, SilentExit } from '../exit-code.ts';
import type { Server } from './server.ts';
import { clientOf } from './server.ts';

/** Milliseconds between looks: a desktop takes one to three seconds. */
const LOOK_EVERY = 300;
/** Looks at a running session before it is believed: a program that fails at once does so within a second. */
const STEADY_LOOKS = 4;

/** Follows a session until it runs and keeps running, with one line that says where it is. Ends with exit code 1 when it will not run. */
export async function waitUntilRunning(server: Server, created: Session, context: Context): Promise<Session> {
  const { err } = context;
  const startedAt = performance.now();
  let session = created;
  let shown = '';
  let steady = 0;
  for (;;) {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (session.state === 'running' || session.state === 'impaired') {
      if (steady === 0 && err.isTerminal) err.write(`\r\x1b[K${session.profile} runs after ${seconds} s`);
      if (steady === STEADY_LOOKS) {
        if (err.isTerminal) err.write('\n');
        return session;
      }
      steady += 1;
    } else if (session.state === 'failed' || session.state === 'stopped' || session.state === 'deleted') {
      if (err.isTerminal) err.write('\r\x1b[K');
      err.write(
        `berth: ${session.id} ${session.state}: ${session.reason?.message ?? 'no reason was given'}\n`,
      );
      throw new SilentExit(exitCodes.failed);
    }
    if (session.state === 'pending') {
      steady = 0;
      const why = session.reason ? `: ${session.reason.message}` : '';
      if (err.isTerminal) err.write(`\r\x1b[K${session.phase}${why} (${seconds} s)`);
      else if (session.phase !== shown) err.write(`${session.phase}${why}\n`);
      shown = session.phase;
    }
    await context.pause(LOOK_EVERY);
    session = await clientOf(server).session(session.id);
  }
}
