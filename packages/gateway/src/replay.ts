import { linkHeaders, ticketSubprotocolPrefix, type ViewerRole } from '@berth/contract';

export interface Admitted {
  readonly role: ViewerRole;
  readonly user: string;
  /** The payload of a resume ticket, for the host to check that it is new; null for a connection ticket. */
  readonly resume: string | null;
}

/** Never passed on: what proves who someone is, what claims it, and what frames a body. */
const withheld =
  /^(cookie|authorization|proxy-.*|berth-.*|forwarded|x-forwarded-.*|x-real-ip|content-length|transfer-encoding|te|trailer|expect|sec-websocket-protocol)$/i;

/** The viewer's upgrade request as the host gets it: its own headers without those, and who was admitted. */
export function replayOf(session: string, rawHeaders: readonly string[], admitted: Admitted): Buffer {
  const lines = [`GET /s/${session}/stream HTTP/1.1`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!withheld.test(name)) lines.push(`${name}: ${value}`);
  }
  const protocols = subprotocolsOf(rawHeaders).filter(name => !name.startsWith(ticketSubprotocolPrefix));
  if (protocols.length > 0) lines.push(`Sec-WebSocket-Protocol: ${protocols.join(', ')}`);
  lines.push(`${linkHeaders.role}: ${admitted.role}`, `${linkHeaders.user}: ${oneLine(admitted.user)}`);
  if (admitted.resume !== null) lines.push(`${linkHeaders.resume}: ${oneLine(admitted.resume)}`);
  // Node gives header bytes as Latin-1 and checks them for line ends.
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** The ticket that a viewer brought, null when there is none or more than one. */
export function ticketOf(rawHeaders: readonly string[]): string | null {
  const found = subprotocolsOf(rawHeaders).filter(name => name.startsWith(ticketSubprotocolPrefix));
  return found.length === 1 && found[0] ? found[0].slice(ticketSubprotocolPrefix.length) : null;
}

function subprotocolsOf(rawHeaders: readonly string[]): string[] {
  const names: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== 'sec-websocket-protocol') continue;
    for (const name of (rawHeaders[at + 1] ?? '').split(',')) if (name.trim()) names.push(name.trim());
  }
  return names;
}

function oneLine(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) throw new Error('a header value with a control or non-ASCII character');
  return value;
}
