import { createInterface } from 'node:readline';
import { createLogger } from '@berth/node-kit';
import { HostStart } from '../host-start.ts';
import { exitCodes } from './exit-codes.ts';
import { runHost } from './wire-up.ts';

const logger = createLogger('host', 'info');
process.on('uncaughtException', error => {
  logger.error({ error: error.stack }, 'the host failed');
  process.exit(1);
});

// The first line says what to do; the end of the pipe says that the keeper is gone.
const lines = createInterface({ input: process.stdin });
lines.once('close', () => process.exit(exitCodes.keeperGone));
lines.once('line', line => {
  const start = HostStart.safeParse(parseJson(line));
  if (!start.success) {
    logger.error(
      { problems: start.error.issues.map(issue => issue.path.join('.')) },
      'started with the wrong words',
    );
    process.exit(exitCodes.startInvalid);
  }
  const log = logger.child({ session: start.data.job.session });
  runHost(start.data, log).then(why => {
    log.error({ why }, 'the X server is gone');
    // What viewers are told last has to leave the sockets first.
    setTimeout(() => process.exit(exitCodes.xServerGone), 100);
  });
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
