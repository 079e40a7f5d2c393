import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const mediaMain = fileURLToPath(new URL('../media/main.ts', import.meta.url));

/** A media process, run as this one is. Its stdin is its life; descriptor 3 carries the messages. */
export function spawnMedia(): ChildProcess {
  const child = spawn(process.execPath, [...process.execArgv, mediaMain], {
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  // It may fail before anybody listens; whoever takes it over finds it ended.
  child.on('error', () => undefined);
  return child;
}
