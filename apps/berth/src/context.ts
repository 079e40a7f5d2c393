import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface TextOutput {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** What a verb may touch of the process it runs in; tests give their own. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: TextOutput;
  readonly err: TextOutput;
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** Aborts at SIGINT or SIGTERM, once somebody listens. */
  stopSignal(): AbortSignal;
  pause(milliseconds: number): Promise<void>;
}

export function processContext(): Context {
  return {
    env: process.env,
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    input: process.stdin,
    stopSignal: () => {
      const controller = new AbortController();
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(name));
      return controller.signal;
    },
    pause: milliseconds => sleep(milliseconds),
  };
}

function outputOf(stream: NodeJS.WriteStream): TextOutput {
  // A reader such as `head` may close the pipe early; that is no failure of ours.
  stream.on('error', () => undefined);
  return { isTerminal: stream.isTTY === true, write: text => void stream.write(text) };
}
