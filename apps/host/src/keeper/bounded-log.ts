import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';

/**
 * A log file that cannot fill the disk: at `limit` bytes it becomes `<path>.1`, replacing the one before. What arrives
 * faster than `bytesPerSecond` is left in the pipe, so that a chatty program slows down and not the keeper.
 */
export class BoundedLog {
  readonly #path: string;
  readonly #limit: number;
  readonly #bytesPerSecond: number;
  #file: number;
  #size = 0;
  #lastLine = '';

  constructor(path: string, limit = 4 * 1024 * 1024, bytesPerSecond = 1024 * 1024) {
    this.#path = path;
    this.#limit = limit;
    this.#bytesPerSecond = bytesPerSecond;
    this.#file = openSync(path, 'a', 0o600);
  }

  /** The newest line that is not empty, for the sentence that says why a run ended. At most 300 characters. */
  get lastLine(): string {
    return this.#lastLine;
  }

  write(chunk: Buffer): void {
    if (this.#size + chunk.length > this.#limit) this.#rotate();
    this.#size += chunk.length;
    try {
      writeSync(this.#file, chunk);
    } catch {
      // A full disk must not end the desktop; its log is lost instead.
    }
    const lines = chunk.subarray(-2048).toString('utf8').split('\n');
    const line = lines.findLast(text => text.trim() !== '');
    if (line) this.#lastLine = line.trim().slice(0, 300);
  }

  follow(stream: Readable): void {
    let allowance = this.#bytesPerSecond;
    stream.on('data', (chunk: Buffer) => {
      this.write(chunk);
      allowance -= chunk.length;
      if (allowance > 0) return;
      stream.pause();
      setTimeout(() => {
        allowance = this.#bytesPerSecond;
        stream.resume();
      }, 1000).unref();
    });
    setInterval(() => {
      allowance = this.#bytesPerSecond;
    }, 10_000).unref();
    stream.on('error', () => undefined);
  }

  #rotate(): void {
    closeSync(this.#file);
    renameSync(this.#path, `${this.#path}.1`);
    this.#file = openSync(this.#path, 'a', 0o600);
    this.#size = 0;
  }
}
