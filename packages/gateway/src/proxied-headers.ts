import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** RFC 9110, 7.6.1, and those that older software sends. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);
/** Said by the gateway alone. */
const ownWord = /^(forwarded|x-forwarded-.*|x-real-ip|x-request-id|berth-.*)$/;

export interface Forwarding {
  readonly peer: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly requestId: string;
}

export function headersForBroker(
  headers: IncomingHttpHeaders,
  forwarding: Forwarding,
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  const named = namedByConnection(headers.connection);
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    if (hopByHop.has(name) || named.has(name) || ownWord.test(name) || name === 'expect') continue;
    kept[name] = value;
  }
  kept.host = forwarding.host;
  kept['x-forwarded-for'] = forwarding.peer;
  kept['x-forwarded-proto'] = forwarding.scheme;
  kept['x-forwarded-host'] = forwarding.host;
  kept['x-request-id'] = forwarding.requestId;
  return kept;
}

export function headersForClient(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = {};
  const named = namedByConnection(headers.connection);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !hopByHop.has(name) && !named.has(name)) kept[name] = value;
  }
  return kept;
}

/** `Connection` may name more headers that are meant for this hop only; the ones that frame a body are not its to name. */
function namedByConnection(connection: string | undefined): Set<string> {
  const named = (connection ?? '').split(',').map(name => name.trim().toLowerCase());
  return new Set(named.filter(name => name !== 'content-length' && name !== 'host'));
}
