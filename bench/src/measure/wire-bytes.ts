import { execFileSync } from 'node:child_process';

/** Bytes that the kernel has sent on live TCP connections whose local port is `port` (TCP_INFO, by ss of iproute2). */
export function bytesSentFrom(port: number): number {
  const text = execFileSync('ss', ['-tinH', `sport = :${port}`], { encoding: 'utf8' });
  return [...text.matchAll(/bytes_sent:(\d+)/g)].reduce((sum, match) => sum + Number(match[1]), 0);
}
