import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Problem } from '@berth/contract';
import { failures } from '@berth/contract';
import { BerthError } from '@berth/kernel';

/** RFC 9457. What is not a `BerthError` is a bug, and tells nothing of itself. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof BerthError ? error : failures.INTERNAL({ requestId });
  return {
    type: `urn:berth:error:${known.code}`,
    title: known.code.toLowerCase().replaceAll('_', ' '),
    status: known.status,
    code: known.code,
    message: known.message,
    facts: known.facts,
    retry: known.retry,
  };
}

/** Answers an upgrade request that is refused, and ends its connection. */
export function refuseUpgrade(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problem);
  endWith(socket, problem.status, { 'Content-Type': 'application/problem+json' }, body);
}

export function endWith(
  socket: Duplex,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  // What the peer still sends is read and dropped: unread bytes would turn the close into a reset that eats the answer.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => setTimeout(() => socket.destroy(), flushMs));
}

/** For a refused peer to take its answer and close. */
const lingerMs = 2_000;
const flushMs = 100;
