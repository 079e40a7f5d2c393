import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ViewerRole } from '@berth/contract';
import { Secret } from '@berth/kernel';

/** Derives the link key of one run from its bootstrap token (ADR 0001). Returns 32 bytes as base64url. */
export function deriveLinkKey(bootstrapToken: Secret, session: string, generation: number): Secret {
  const key = hkdfSync(
    'sha256',
    Buffer.from(bootstrapToken.reveal(), 'base64url'),
    `${session}:${generation}`,
    'berth link key',
    32,
  );
  return new Secret(Buffer.from(key).toString('base64url'));
}

/** What the broker and the gateway keep in place of the key: SHA-256 of its bytes, base64url. */
export function linkKeyHashOf(linkKey: Secret): string {
  return createHash('sha256').update(Buffer.from(linkKey.reveal(), 'base64url')).digest('base64url');
}

export function linkBearer(session: string, linkKey: Secret): Secret {
  return new Secret(`Bearer ${session}.${linkKey.reveal()}`);
}

/** Splits an `Authorization` header made by `linkBearer`; null for anything else. */
export function parseLinkBearer(header: string | undefined): { session: string; linkKey: Secret } | null {
  const match = /^Bearer (ses_[0-9a-z]{20})\.([A-Za-z0-9_-]{43})$/.exec(header ?? '');
  return match?.[1] && match[2] ? { session: match[1], linkKey: new Secret(match[2]) } : null;
}

export function equalsInConstantTime(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}

/** What a resume ticket says. `expiresAt` is in milliseconds since the epoch. */
export interface ResumePayload {
  readonly session: string;
  readonly nonce: string;
  readonly role: ViewerRole;
  readonly user: string;
  readonly expiresAt: number;
}

export function signResumeTicket(payload: ResumePayload, linkKeyHash: string): string {
  const { session: s, nonce: n, role: r, user: u, expiresAt: e } = payload;
  const text = Buffer.from(JSON.stringify({ s, n, r, u, e })).toString('base64url');
  return `r1.${text}.${macOf(text, linkKeyHash)}`;
}

/** The payload of a ticket with a right signature, whose session is `session` and which has not expired; else null. */
export function verifyResumeTicket(
  ticket: string,
  session: string,
  linkKeyHash: string,
  now: number,
): ResumePayload | null {
  const [version, text, mac] = ticket.split('.');
  if (version !== 'r1' || !text || !mac || !equalsInConstantTime(mac, macOf(text, linkKeyHash))) return null;
  const payload = parseResumePayload(text);
  return payload && payload.session === session && payload.expiresAt > now ? payload : null;
}

/** Parses the middle part of a ticket, whose signature has been checked. */
export function parseResumePayload(text: string): ResumePayload | null {
  try {
    const { s, n, r, u, e } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof s !== 'string' || typeof n !== 'string' || typeof u !== 'string' || typeof e !== 'number')
      return null;
    if (r !== 'owner' && r !== 'control' && r !== 'view') return null;
    return { session: s, nonce: n, role: r, user: u, expiresAt: e };
  } catch {
    return null;
  }
}

function macOf(text: string, linkKeyHash: string): string {
  return createHmac('sha256', Buffer.from(linkKeyHash, 'base64url')).update(text).digest('base64url');
}
