import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { belongings } from '../belongings.ts';
import { endTrees, killTree } from '../measure/process-tree.ts';

const graceMs = 3000;

/** Starts a program whose output goes to `log`, and ends it with all that it started when disposed. */
export function startChild(
  command: readonly string[],
  log: string,
  options: SpawnOptions = {},
): ChildProcess & AsyncDisposable {
  belongings.check();
  const [program, ...args] = command;
  if (!program) throw new Error('empty command');
  const output = openSync(log, 'a', 0o600);
  const child = spawn(program, args, { ...options, stdio: ['ignore', output, output] });
  const exited = once(child, 'exit');
  child.on('error', () => undefined);
  const running = () => (child.exitCode === null && child.signalCode === null ? child.pid : undefined);
  const owned = belongings.own({
    end: async () => {
      const pid = running();
      if (pid === undefined) return;
      await endTrees([pid], graceMs);
      await exited;
    },
    kill: () => {
      const pid = running();
      if (pid !== undefined) killTree(pid);
    },
  });
  return Object.assign(child, owned);
}

/** Waits until `probe` gives something, or fails after `timeoutMs` naming `what`. */
export async function until<T>(
  what: string,
  timeoutMs: number,
  probe: () => Promise<T | null> | T | null,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    belongings.check();
    const found = await probe();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`${what}: nothing after ${timeoutMs} ms`);
    await sleep(20);
  }
}

/** True when something listens at the address. */
export function accepts(address: { port: number } | { path: string }): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', ...address });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
