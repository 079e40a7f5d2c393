import { request } from 'node:http';
import { internalPaths, RouteChange } from '@berth/contract';
import type { Logger } from '@berth/node-kit';
import type { RouteTable } from './route-table.ts';

/** The broker writes a line every 15 s; three missed ones mean that it hangs. */
const silenceMs = 45_000;
const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** A snapshot of 100 000 routes has 10 MB. */
const longestLine = 32 * 1024 * 1024;

/** Keeps the route table up to date from the broker, and comes back to it for ever, with growing pauses. */
export class RouteFeed implements Disposable {
  readonly #socketPath: string;
  readonly #table: RouteTable;
  readonly #logger: Logger;
  #pauseMs = firstPauseMs;
  #timer: NodeJS.Timeout | null = null;
  #hangUp: () => void = () => undefined;
  #closed = false;
  #connected = false;

  constructor(socketPath: string, table: RouteTable, logger: Logger) {
    this.#socketPath = socketPath;
    this.#table = table;
    this.#logger = logger;
    this.#connect();
  }

  get connected(): boolean {
    return this.#connected;
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#hangUp();
  }

  #connect(): void {
    const sent = request({ socketPath: this.#socketPath, path: internalPaths.routes, agent: false });
    this.#hangUp = () => sent.destroy();
    sent.setTimeout(silenceMs, () => sent.destroy(new Error(`silent for ${silenceMs / 1000} s`)));
    let why = 'ended';
    sent.once('error', error => {
      why = error.message;
    });
    sent.once('response', response => {
      if (response.statusCode !== 200) {
        why = `answered ${response.statusCode}`;
        sent.destroy();
        return;
      }
      this.#read(response, problem => sent.destroy(new Error(problem)));
      response.once('error', () => undefined);
    });
    sent.once('close', () => this.#handleClosed(why));
    sent.end();
  }

  #read(response: NodeJS.ReadableStream, giveUp: (problem: string) => void): void {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) giveUp('a line without end');
      for (const line of lines) {
        if (line !== '' && !this.#handleLine(line)) {
          giveUp('a line that is no route change');
          return;
        }
      }
    });
  }

  #handleLine(line: string): boolean {
    const change = parseChange(line);
    if (!change) return false;
    this.#table.apply(change);
    this.#pauseMs = firstPauseMs;
    if (!this.#connected) {
      this.#connected = true;
      this.#logger.info({ routes: this.#table.size }, 'following the broker');
    }
    return true;
  }

  #handleClosed(why: string): void {
    if (this.#closed) return;
    if (this.#connected) this.#logger.warn({ why }, 'the broker is away; the last route table holds');
    this.#connected = false;
    this.#timer = setTimeout(() => this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}

function parseChange(line: string): RouteChange | null {
  try {
    return RouteChange.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
