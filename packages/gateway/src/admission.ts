import { failures, internalPaths, RedeemTicketReply } from '@berth/contract';
import type { BerthError, Clock } from '@berth/kernel';
import { readBody, sendHttp, verifyResumeTicket } from '@berth/node-kit';
import type { Admitted } from './replay.ts';
import type { RouteTable } from './route-table.ts';

const brokerAnswerMs = 5_000;
const longestReply = 64 * 1024;
const longestTicket = 4096;
const whys = ['unknown', 'expired', 'used', 'other-session'] as const;

/** Who a ticket lets in, as what. TICKET_REFUSED says why not; BROKER_UNAVAILABLE when nobody could be asked. */
export async function admit(
  session: string,
  ticket: string | null,
  table: RouteTable,
  brokerSocket: string,
  clock: Clock,
): Promise<Admitted> {
  if (ticket === null || ticket.length > longestTicket) throw failures.TICKET_REFUSED({ why: 'unknown' });
  if (ticket.startsWith('t1.')) return redeem(session, ticket, brokerSocket);
  return verify(session, ticket, table, clock);
}

/** Needs the route alone: this is how a viewer comes back while the broker is away. */
function verify(session: string, ticket: string, table: RouteTable, clock: Clock): Admitted {
  const linkKeyHash = table.linkKeyHashOf(session);
  const payload = linkKeyHash ? verifyResumeTicket(ticket, session, linkKeyHash, 0) : null;
  const text = ticket.split('.')[1];
  if (!payload || !text) throw failures.TICKET_REFUSED({ why: 'unknown' });
  if (payload.expiresAt <= clock.now()) throw failures.TICKET_REFUSED({ why: 'expired' });
  return { role: payload.role, user: payload.user, resume: text };
}

async function redeem(session: string, ticket: string, socketPath: string): Promise<Admitted> {
  const answer = await post(socketPath, internalPaths.redeemTicket, { session, ticket });
  if (answer.status !== 200) throw refusalOf(answer);
  const { role, user } = RedeemTicketReply.parse(JSON.parse(answer.body));
  return { role, user, resume: null };
}

function refusalOf(answer: { status: number; body: string }): BerthError {
  if (answer.status >= 500) return failures.BROKER_UNAVAILABLE({});
  return failures.TICKET_REFUSED({ why: whyOf(answer.body) });
}

function whyOf(body: string): (typeof whys)[number] {
  try {
    const why: unknown = JSON.parse(body).facts?.why;
    return whys.find(known => known === why) ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

async function post(path: string, target: string, body: object): Promise<{ status: number; body: string }> {
  try {
    const reply = await sendHttp(
      { kind: 'unix', path },
      {
        method: 'POST',
        path: target,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(brokerAnswerMs),
      },
    );
    return { status: reply.status, body: await readBody(reply.body, longestReply) };
  } catch (cause) {
    throw failures.BROKER_UNAVAILABLE({}, { cause });
  }
}
