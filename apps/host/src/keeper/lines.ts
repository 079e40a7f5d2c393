import type { Readable } from 'node:stream';

/** Calls `handleLine` with each line of at most 4096 characters; what has no end within that is dropped. */
export function readLines(stream: Readable, handleLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = (lines.pop() ?? '').slice(-4096);
    for (const line of lines) handleLine(line.slice(0, 4096));
  });
}
