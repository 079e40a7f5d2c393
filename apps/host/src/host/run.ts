import type { ChildProcess } from 'node:child_process';
import { createLogger } from '@berth/node-kit/logger';
import { collectAtRest } from '../collection-at-rest.ts';
import { parseHostStart } from '../host-start.ts';
import { exitCodes } from './exit-codes.ts';
import { runHost } from './wire-up.ts';

/** The whole life of a host process: `line` is what the keeper wrote, `media` the first of its media processes. */
export async function run(line: string, media: ChildProcess): Promise<void> {
  const logger = createLogger('host', 'info');
  process.on('uncaughtException', error => {
    logger.error({ error: error.stack }, 'the host failed');
    process.exit(1);
  });
  const start = parseHostStart(line);
  if (!start) {
    logger.error({}, 'started with the wrong words');
    process.exit(exitCodes.startInvalid);
  }
  const log = logger.child({ session: start.job.session });
  collectAtRest();
  const why = await runHost(start, log, media);
  log.error({ why }, 'the X server is gone');
  // What viewers are told last has to leave the sockets first.
  setTimeout(() => process.exit(exitCodes.xServerGone), 100);
}
