import type { LogLevel } from '@berth/node-kit';
import { RotatingFile } from '@berth/node-kit';
import type { TextOutput } from '../context.ts';
import { isAtLeast, parseLogLine, readableLine } from './log-line.ts';

/** Where the log of all of Berth's own processes goes: JSON into a bounded file; to a terminal, lines for people. */
export class LogSink implements Disposable {
  readonly #file: RotatingFile;
  readonly #out: TextOutput;
  /** The least that is shown. It begins with warnings, so that the greeting is not buried. */
  showFrom: LogLevel = 'warn';

  constructor(path: string, out: TextOutput) {
    this.#file = new RotatingFile(path);
    this.#out = out;
  }

  /** A line as it came from a child's stderr. What is not JSON (a crash's stack, a native library) is kept as a message. */
  handleLine(from: string, line: string): void {
    if (line.trim() === '') return;
    const entry = parseLogLine(line) ?? {
      level: 'warn',
      time: new Date().toISOString(),
      process: from,
      msg: line,
    };
    const json = JSON.stringify(entry);
    this.#file.writeLine(json);
    if (!isAtLeast(entry.level, this.showFrom)) return;
    this.#out.write(this.#out.isTerminal ? `${readableLine(entry)}\n` : `${json}\n`);
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}
