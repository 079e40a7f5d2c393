import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { BoundedLog } from './bounded-log.ts';
import { readLines } from './lines.ts';
import { restartDelay } from './restart-delay.ts';

/** The host, started again whenever it dies. */
export class HostProcess {
  readonly #command: readonly string[];
  readonly #environment: Record<string, string>;
  readonly #startLine: string;
  readonly #log: BoundedLog;
  readonly #handleStarted: (pidInside: number, first: number) => void;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #quickDeaths = 0;

  constructor(
    command: readonly string[],
    environment: Record<string, string>,
    startLine: string,
    log: BoundedLog,
    handleStarted: (pidInside: number, first: number) => void,
  ) {
    this.#command = command;
    this.#environment = environment;
    this.#startLine = startLine;
    this.#log = log;
    this.#handleStarted = handleStarted;
    this.#start();
  }

  /** Ends it by the end of its stdin, and by force after two seconds. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const gone = once(child, 'exit');
    child.stdin?.end();
    // Of bwrap's two processes the outer one gets this, and takes the inner ones with it.
    const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
    await gone.catch(() => undefined);
    clearTimeout(timer);
  }

  #start(): void {
    const startedAt = Date.now();
    const [program = '', ...rest] = this.#command;
    const child = spawn(program, rest, {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: this.#environment,
      cwd: '/',
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) if (stream) this.#log.follow(stream);
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(`${this.#startLine}\n`);
    const status = child.stdio[3] as Readable;
    readLines(status, line => {
      const inside = Number(/^host (\d{1,9})$/.exec(line)?.[1] ?? Number.NaN);
      if (!Number.isNaN(inside) && child.pid !== undefined) this.#handleStarted(inside, child.pid);
    });
    status.on('error', () => undefined);
    const handleDeath = (how: string) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#stopped) return;
      this.#quickDeaths = Date.now() - startedAt < 30_000 ? this.#quickDeaths + 1 : 0;
      const delay = restartDelay(this.#quickDeaths);
      this.#log.write(
        Buffer.from(`The keeper saw the host end (${how}) and starts it again in ${delay} ms.\n`),
      );
      this.#timer = setTimeout(() => this.#start(), delay);
    };
    child.on('error', error => handleDeath(error.message));
    child.on('exit', (code, signal) => handleDeath(signal ?? `status ${code}`));
  }
}
