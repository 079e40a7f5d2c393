import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Handle, Sighting } from '@berth/driver-kit';
import { bootId, isAlive } from '@berth/node-kit';
import { parseHandle } from './handle.ts';
import { readReport, sessionFiles, sessionFolder } from './session-files.ts';

/** One look at one run: the keeper's life first, then what it has written. */
export function sight(runFolder: string, session: string, given: Handle): Sighting {
  const handle = parseHandle(given);
  if (!handle)
    return { session, presence: 'unknown', why: 'its handle was written by another version of the driver' };
  const gone = (
    code: 'rebooted' | 'keeper-died' | 'gone' | 'stopped-by-user',
    message: string,
  ): Sighting => ({
    session,
    presence: 'gone',
    reason: { code, message },
  });
  if (handle.keeper.bootId !== bootId())
    return gone('rebooted', 'The machine was restarted while the session ran.');
  const alive = isAlive(handle.keeper);
  const folder = sessionFolder(runFolder, session);
  const found = readReport(folder);
  const report = found?.generation === handle.generation ? found : null;
  if (alive) return { session, presence: 'alive', report };
  if (report?.stage === 'ended' && report.reason) return { session, presence: 'gone', reason: report.reason };
  if (!existsSync(folder)) return gone('gone', 'The session has been cleared.');
  // SIGTERM before the keeper could say anything: it had nothing to end.
  if (existsSync(join(folder, sessionFiles.stopAsked)))
    return gone('stopped-by-user', 'The session was stopped before it had begun.');
  return gone('keeper-died', 'The process that kept the session died.');
}
