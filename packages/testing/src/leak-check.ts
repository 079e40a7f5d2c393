import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long what was closed may take to be gone, in milliseconds: sockets end in a later turn of the event loop. */
const patienceMs = 1000;

/**
 * Fails the test file that leaves something behind: a socket, server, timer, watcher or child process that was not there
 * when this was called. Call it once at the top of the file, before any test.
 */
export function checkForLeaks(): void {
  const before = censusOf(aliveNow());
  after(async () => {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const left = leftOver(before, aliveNow());
      if (left.length === 0) return;
      if (performance.now() > deadline) {
        // A hook at the root is reported, but only the runner of several files counts it (Node 24).
        process.exitCode = 1;
        throw new Error(`this test file left behind: ${left.join(', ')}`);
      }
      await sleep(20);
    }
  });
}

/** What keeps the process alive, by kind, and the children, by command line: those count even when unreferenced. */
function aliveNow(): string[] {
  const kinds = process
    .getActiveResourcesInfo()
    .filter(kind => kind !== 'Immediate' && !kind.endsWith('Req'));
  return [...kinds, ...children().map(pid => `child process ${pid} (${commandLineOf(pid)})`)];
}

function leftOver(before: ReadonlyMap<string, number>, now: readonly string[]): string[] {
  const left: string[] = [];
  for (const [kind, count] of censusOf(now)) {
    const more = count - (before.get(kind) ?? 0);
    if (more > 0) left.push(`${more} × ${kind}`);
  }
  return left;
}

function censusOf(kinds: readonly string[]): Map<string, number> {
  const census = new Map<string, number>();
  for (const kind of kinds) census.set(kind, (census.get(kind) ?? 0) + 1);
  return census;
}

function children(): number[] {
  const list = read(`/proc/${process.pid}/task/${process.pid}/children`);
  return list.split(' ').filter(Boolean).map(Number);
}

function commandLineOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() || 'a zombie';
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
