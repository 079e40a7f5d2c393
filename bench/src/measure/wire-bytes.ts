import { execFileSync } from 'node:child_process';

/** Bytes sent so far, by the browser's end of each connection. */
export type SentReading = ReadonlyMap<string, number>;

/** What the kernel has sent on live TCP connections whose local port is `port` (TCP_INFO, by ss of iproute2). */
export function readSent(port: number): SentReading {
  const text = execFileSync('ss', ['-tinH', `sport = :${port}`], { encoding: 'utf8' });
  const reading = new Map<string, number>();
  // Two lines for each connection: its ends, then its figures.
  for (const match of text.matchAll(/^\S+\s+\d+\s+\d+\s+\S+\s+(\S+).*\n?\s+(.*)$/gm)) {
    const bytes = /bytes_sent:(\d+)/.exec(match[2] ?? '')?.[1];
    reading.set(match[1] ?? '', Number(bytes ?? 0));
  }
  return reading;
}

/** Connections opened in between count whole; what was closed in between is not seen. */
export function bytesBetween(before: SentReading, after: SentReading): number {
  let bytes = 0;
  for (const [connection, now] of after) bytes += now - (before.get(connection) ?? 0);
  return bytes;
}
