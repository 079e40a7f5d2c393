import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Stands in for the host: says what it can see, and ends with its stdin, as the real one does. */
const lines = createInterface({ input: process.stdin });
lines.once('line', line => {
  const { folder, job, xSocket } = JSON.parse(line);
  const uid = process.getuid?.();
  const status = readFileSync('/proc/self/status', 'utf8');
  writeFileSync(`${folder}/started.json`, JSON.stringify({ uid, session: job.session, xSocket, status }));
});
lines.once('close', () => process.exit(0));
