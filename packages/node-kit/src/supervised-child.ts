import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Backoff } from './backoff.ts';
import { CHILD_MESSAGE_FD, parseChildMessage } from './child-messages.ts';
import type { Logger } from './logger.ts';

export interface ChildSpec {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to stdin of every incarnation as one line of JSON. The pipe stays open: its end tells the child to go. */
  readonly start: unknown;
  readonly logger: Logger;
  /** Each line of the child's stderr and stdout. */
  handleLine(line: string): void;
  handleNote?(note: string, value: unknown): void;
  readonly backoff?: Backoff;
}

/** A child that ended, or said that it failed, before it was ready for the first time. */
export class ChildFailed extends Error {
  /** Of the failure catalogue; null when the child died without a word. */
  readonly code: string | null;
  constructor(message: string, code: string | null) {
    super(message);
    this.name = 'ChildFailed';
    this.code = code;
  }
}

/**
 * Keeps one process running: after its first `ready` it is started again whenever it ends. Until then its end is final,
 * and `ready` rejects, because what stops a first start (a taken port, a broken file) would stop the second too.
 */
export class SupervisedChild implements AsyncDisposable {
  readonly ready: Promise<void>;
  readonly #spec: ChildSpec;
  readonly #backoff: Backoff;
  readonly #settleReady: { resolve: () => void; reject: (error: Error) => void };
  #wasReady = false;
  #lastWords: { code: string | null; message: string } | null = null;
  #process: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  #restart: NodeJS.Timeout | null = null;
  #stopping = false;

  constructor(spec: ChildSpec) {
    this.#spec = spec;
    this.#backoff = spec.backoff ?? new Backoff();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    // Whoever awaits `ready` is told; a stop before that must not become an unhandled rejection.
    promise.catch(() => undefined);
    this.#settleReady = { resolve, reject };
    this.#launch();
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** SIGTERM, then SIGKILL after `graceMilliseconds`. Resolves when the process has ended. */
  async stop(graceMilliseconds = 5000): Promise<void> {
    this.#stopping = true;
    if (this.#restart) clearTimeout(this.#restart);
    this.#settleReady.reject(new ChildFailed(`${this.#spec.name} was stopped`, null));
    const child = this.#process;
    if (!child) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
    await this.#ended;
    clearTimeout(force);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #launch(): void {
    const { name, command, env, start, logger } = this.#spec;
    const [file, ...args] = command;
    const bornAt = performance.now();
    const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    this.#process = child;
    // EPIPE when the child dies at once: its exit is what counts.
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(start)}\n`);
    this.#readLines(child.stdout, line => this.#spec.handleLine(line));
    this.#readLines(child.stderr, line => this.#spec.handleLine(line));
    this.#readLines(child.stdio[CHILD_MESSAGE_FD] as Readable, line => this.#handleMessage(line));
    logger.debug({ child: name, pid: child.pid ?? null }, 'child started');

    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    let over = false;
    const handleEnd = (how: string) => {
      if (over) return;
      over = true;
      this.#process = null;
      resolve();
      this.#handleEnd(how, performance.now() - bornAt);
    };
    child.once('error', error => handleEnd(error.message));
    child.once('exit', (code, signal) => {
      const how = signal ? `killed by ${signal}` : `exit code ${code}`;
      // Its last words may still be in the pipes; but a grandchild that inherited one could hold it open for ever.
      const enough = setTimeout(() => handleEnd(how), 500);
      child.once('close', () => {
        clearTimeout(enough);
        handleEnd(how);
      });
    });
  }

  #handleEnd(how: string, livedFor: number): void {
    const { name, logger } = this.#spec;
    if (this.#stopping) return;
    const words = this.#lastWords;
    this.#lastWords = null;
    if (!this.#wasReady) {
      const failure = new ChildFailed(words?.message ?? `the ${name} ended: ${how}`, words?.code ?? null);
      this.#settleReady.reject(failure);
      return;
    }
    const delay = this.#backoff.next(livedFor);
    logger.warn(
      { child: name, how, said: words?.message, restartInMs: delay },
      'child ended; starting it again',
    );
    this.#restart = setTimeout(() => this.#launch(), delay);
  }

  #handleMessage(line: string): void {
    const message = parseChildMessage(line);
    if (message?.type === 'ready') {
      this.#spec.logger.info({ child: this.#spec.name, pid: this.pid }, 'child ready');
      this.#wasReady = true;
      this.#settleReady.resolve();
    } else if (message?.type === 'failed') {
      this.#lastWords = message;
    } else if (message?.type === 'note') {
      this.#spec.handleNote?.(message.note, message.value);
    }
  }

  #readLines(stream: Readable, handle: (line: string) => void): void {
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', handle);
  }
}
