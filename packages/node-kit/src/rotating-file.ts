import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** A log that cannot fill the disk: when `path` would exceed `maxBytes`, it becomes `path.1`, and so on up to `keep`. */
export class RotatingFile implements Disposable {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  #fd: number;
  #bytes: number;
  /** Lines that a full or failing disk refused. */
  lost = 0;

  constructor(path: string, maxBytes: number = 10 * 2 ** 20, keep: number = 3) {
    makeFolder(dirname(path));
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
    this.#fd = openSync(path, 'a', 0o600);
    this.#bytes = fstatSync(this.#fd).size;
  }

  writeLine(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      if (this.#bytes > 0 && this.#bytes + bytes.length > this.#maxBytes) this.#rotate();
      writeSync(this.#fd, bytes);
      this.#bytes += bytes.length;
    } catch {
      // A log must not take down what it tells about.
      this.lost += 1;
    }
  }

  #rotate(): void {
    for (let n = this.#keep - 1; n >= 0; n--) {
      const from = n === 0 ? this.#path : `${this.#path}.${n}`;
      try {
        renameSync(from, `${this.#path}.${n + 1}`);
      } catch {
        // There is no such file yet.
      }
    }
    closeSync(this.#fd);
    this.#fd = openSync(this.#path, 'a', 0o600);
    this.#bytes = 0;
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}
