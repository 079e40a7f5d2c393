import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endMark, type ResultLine } from './result-line.ts';

const mostOutput = 64 * 1024;
const reporter = new URL('./event-reporter.ts', import.meta.url).pathname;

export interface FileRun {
  readonly lines: readonly ResultLine[];
  /** Every test was run and told. */
  readonly complete: boolean;
  /** What the file printed, the last 64 KiB. */
  readonly output: string;
  readonly exit: string;
  readonly timedOut: boolean;
  readonly milliseconds: number;
}

/** The file and whatever it left in its process group. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** Runs one test file in a process and a process group of its own. */
export async function runFile(
  path: string,
  limits: {
    testTimeoutMs: number;
    fileTimeoutMs: number;
    signal: AbortSignal;
    handleOutput: ((text: string) => void) | null;
  },
): Promise<FileRun> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-test-'));
  // Sessions under test run as other users, and their folders are below this one.
  await chmod(folder, 0o711);
  const events = join(folder, 'events');
  const began = performance.now();
  try {
    const child = spawn(
      process.execPath,
      [
        '--test',
        '--test-isolation=none',
        `--test-timeout=${limits.testTimeoutMs}`,
        `--test-reporter=${reporter}`,
        `--test-reporter-destination=${events}`,
        '--disable-warning=ExperimentalWarning',
        path,
      ],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
        env: { ...process.env, TMPDIR: folder, NODE_ENV: 'test' },
      },
    );
    let output = '';
    const collect = (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      output = (output + text).slice(-mostOutput);
      limits.handleOutput?.(text);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child, 'SIGKILL');
    }, limits.fileTimeoutMs);
    const stop = () => endGroup(child, 'SIGTERM');
    limits.signal.addEventListener('abort', stop);
    const [code, signal] = await once(child, 'exit');
    limits.signal.removeEventListener('abort', stop);
    clearTimeout(timer);
    endGroup(child, 'SIGKILL');
    const text = await readFile(events, 'utf8').catch(() => '');
    const lines = text
      .split('\n')
      .filter(line => line.endsWith('}'))
      .map((line): ResultLine => JSON.parse(line))
      // A file without tests is told as one test that bears the file's name.
      .filter(({ name, passed }) => !(passed && name.endsWith(path)));
    return {
      lines,
      complete: text.endsWith(`${endMark}\n`),
      output,
      exit: signal === null ? `code ${code}` : `signal ${signal}`,
      timedOut,
      milliseconds: performance.now() - began,
    };
  } finally {
    // What cannot be removed is a mount that the tests left behind; the leak check of that file tells about it.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
