import { ViewerRole } from '@berth/contract';
import type { Database } from './database.ts';

export interface Ticket {
  readonly session: string;
  readonly user: string;
  readonly role: ViewerRole;
  readonly expiresAt: number;
}

export type Redeemed =
  | { readonly ok: true; readonly user: string; readonly role: ViewerRole }
  | { readonly ok: false; readonly why: 'unknown' | 'expired' | 'used' | 'other-session' };

export class TicketStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(ticketHash: string, ticket: Ticket): Promise<void> {
    await this.#db
      .insertInto('tickets')
      .values({
        ticket_hash: ticketHash,
        session_id: ticket.session,
        user_name: ticket.user,
        role: ticket.role,
        expires_at: ticket.expiresAt,
        used_at: null,
      })
      .execute();
  }

  /** One UPDATE decides, so that of any number of gateways exactly one gets a yes. The reading after it only explains. */
  async redeem(ticketHash: string, session: string, now: number): Promise<Redeemed> {
    const row = await this.#db
      .updateTable('tickets')
      .set({ used_at: now })
      .where('ticket_hash', '=', ticketHash)
      .where('session_id', '=', session)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['user_name', 'role'])
      .executeTakeFirst();
    if (row) return { ok: true, user: row.user_name, role: ViewerRole.parse(row.role) };
    const refused = await this.#db
      .selectFrom('tickets')
      .selectAll()
      .where('ticket_hash', '=', ticketHash)
      .executeTakeFirst();
    if (!refused) return { ok: false, why: 'unknown' };
    if (refused.session_id !== session) return { ok: false, why: 'other-session' };
    return { ok: false, why: refused.used_at === null ? 'expired' : 'used' };
  }

  /** Expired ones are kept a while, so that a late browser is told the right reason. */
  async removeExpiredBefore(time: number): Promise<void> {
    await this.#db.deleteFrom('tickets').where('expires_at', '<', time).execute();
  }
}
