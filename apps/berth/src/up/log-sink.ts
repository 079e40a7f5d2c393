import type { LogLevel } from '@berth/node-kit';
import { RotatingFile } from '@berth/node-kit';
import type { TextOutput } from '../context.ts';
import { isAtLeast, parseLogLine, readableLine } from './log-line.ts';

/** Where the log of all of Berth's own processes goes: all of it as JSON into a bounded file, some of it to be seen. */
export class LogSink implements Disposable {
  readonly #file: RotatingFile;
  readonly #out: TextOutput;
  readonly #json: boolean;
  /** The least that is shown. People see warnings only, so that the greeting is not buried under what goes well. */
  showFrom: LogLevel = 'warn';

  constructor(path: string, out: TextOutput, json: boolean) {
    this.#file = new RotatingFile(path);
    this.#out = out;
    this.#json = json;
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
    this.#out.write(this.#json ? `${json}\n` : `${readableLine(entry)}\n`);
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}
