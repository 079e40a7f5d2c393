import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { CHILD_MESSAGE_FD, type ChildMessage } from './child-messages.ts';

/** What a supervised child gets from its parent. */
export interface Upbringing {
  /** The parsed first line of stdin. */
  readonly start: unknown;
  /** Aborts when the parent is gone: the pipe's end of file is what says so (ADR 0002). */
  readonly parentGone: AbortSignal;
}

/** Reads the start line; the rest of the pipe carries nothing but life. Rejects when the parent goes before it came. */
export function receiveUpbringing(stdin: Readable = process.stdin): Promise<Upbringing> {
  const gone = new AbortController();
  return new Promise((resolve, reject) => {
    let received = '';
    let started = false;
    stdin.on('data', (chunk: Buffer) => {
      if (started) return;
      received += chunk.toString('utf8');
      const end = received.indexOf('\n');
      if (end < 0) return;
      started = true;
      try {
        resolve({ start: JSON.parse(received.slice(0, end)), parentGone: gone.signal });
      } catch (error) {
        reject(error);
      }
    });
    const handleEnd = () => {
      gone.abort(new Error('the parent process is gone'));
      if (!started) reject(new Error('the parent process went before it said what to do'));
    };
    stdin.once('end', handleEnd);
    stdin.once('error', handleEnd);
  });
}

/** Says something to the supervisor. Without one (started by hand) nobody hears it. */
export function tellSupervisor(message: ChildMessage): void {
  try {
    writeSync(CHILD_MESSAGE_FD, `${JSON.stringify(message)}\n`);
  } catch {
    // The pipe is closed: the supervisor is gone, which `parentGone` says too.
  }
}
