import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

/** A request and its answer, of HTTP/1.1 or HTTP/2 alike. */
export type Asked = IncomingMessage | Http2ServerRequest;
export type Answer = ServerResponse | Http2ServerResponse;

/** How a connection came in, which decides what it may ask. */
export interface Listener {
  readonly kind: 'tls' | 'plain' | 'host-socket';
}

/** The longest request target, in characters. */
const longestTarget = 8192;

/**
 * The path of a request target as a router would see it: decoded, without query, without empty and dot segments, so that
 * no other spelling of a path gets past a rule. Null when it is no path or is too long.
 */
export function pathOf(target: string | undefined): string | null {
  if (!target?.startsWith('/') || target.length > longestTarget) return null;
  const raw = target.split(/[?#]/, 1)[0] ?? '';
  try {
    const decoded = decodeURIComponent(raw).replaceAll('\\', '/');
    const segments: string[] = [];
    for (const segment of decoded.split('/')) {
      if (segment === '..') segments.pop();
      else if (segment !== '' && segment !== '.') segments.push(segment);
    }
    return `/${segments.join('/')}`;
  } catch {
    return null;
  }
}

export function isUnder(path: string, folder: string): boolean {
  const lower = path.toLowerCase();
  return lower === folder || lower.startsWith(`${folder}/`);
}

/** The host that was asked for: `:authority` in HTTP/2. */
export function hostOf(headers: Asked['headers']): string {
  const authority = headers[':authority'];
  return typeof authority === 'string' ? authority : (headers.host ?? '');
}
