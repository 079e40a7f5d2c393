import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { flushCompileCache, getCompileCacheDir } from 'node:module';
import { createInterface } from 'node:readline';

/** Stands in for the host: says what it can see, and ends with its stdin, as the real one does. */
const lines = createInterface({ input: process.stdin });
lines.once('line', line => {
  const { folder, job, xSocket } = JSON.parse(line);
  const uid = process.getuid?.();
  const status = readFileSync('/proc/self/status', 'utf8');
  const cache = getCompileCacheDir() ?? null;
  const about = {
    uid,
    session: job.session,
    xSocket,
    status,
    cache,
    mayChangeCache: cache !== null && mayWriteTo(cache),
  };
  writeFileSync(`${folder}/started.json`, JSON.stringify(about));
});

/** As a host that wants others to run its code would try it: what is there, beside it, and by Node itself. */
function mayWriteTo(folder: string): boolean {
  flushCompileCache();
  const attempts = [
    () => writeFileSync(`${folder}/planted`, ''),
    () => mkdirSync(`${folder}/../planted`),
    () => writeFileSync(`${folder}/known`, 'changed'),
  ];
  return attempts.some(attempt => {
    try {
      attempt();
      return true;
    } catch {
      return false;
    }
  });
}

lines.once('close', () => process.exit(0));
