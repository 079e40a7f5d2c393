import type { Duplex } from 'node:stream';

/** Enough of `HTTP/1.1 101 …` to know it. */
const statusLength = 'HTTP/1.1 101'.length;
const upgraded = /^HTTP\/1\.1 101/;

export interface HostAnswer {
  readonly upgraded: boolean;
  /** What the host has said so far. */
  readonly bytes: Buffer;
}

/**
 * Writes a request to a parked connection and waits for the first bytes of the answer. Null when the connection turns out
 * to be dead, or stays silent until `milliseconds` have passed: nothing of a viewer is lost then.
 */
export function askHost(host: Duplex, request: Buffer, milliseconds: number): Promise<HostAnswer | null> {
  return new Promise(resolve => {
    let bytes = Buffer.alloc(0);
    const settle = (answer: HostAnswer | null) => {
      clearTimeout(timer);
      host.removeListener('data', handleData);
      for (const name of ['end', 'error', 'close']) host.removeListener(name, handleGone);
      if (answer) host.pause();
      else host.on('error', () => undefined).destroy();
      resolve(answer);
    };
    const handleData = (part: Buffer) => {
      bytes = Buffer.concat([bytes, part]);
      if (bytes.length >= statusLength) {
        settle({ upgraded: upgraded.test(bytes.toString('latin1', 0, statusLength)), bytes });
      }
    };
    const handleGone = () => settle(null);
    const timer = setTimeout(handleGone, milliseconds);
    host.on('data', handleData);
    for (const name of ['end', 'error', 'close']) host.on(name, handleGone);
    host.write(request);
    host.resume();
  });
}
