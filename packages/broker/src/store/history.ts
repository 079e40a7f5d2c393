import { type SessionEvent, SessionPhase } from '@berth/contract';
import { timestamp } from '../domain/view.ts';
import type { Database } from './database.ts';
import { reasonOf } from './session-row.ts';

/** What has happened: rows are added by `SessionStore`, and never changed. */
export class HistoryStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Oldest first. */
  async ofSession(session: string, after: number, limit: number): Promise<readonly SessionEvent[]> {
    const rows = await this.#db
      .selectFrom('session_events')
      .selectAll()
      .where('session_id', '=', session)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(limit)
      .execute();
    return rows.map(row => ({
      sequence: row.sequence,
      at: timestamp(row.at),
      session: row.session_id,
      from: row.from_phase === null ? null : SessionPhase.parse(row.from_phase),
      to: SessionPhase.parse(row.to_phase),
      reason: reasonOf(row.reason),
      actor: row.actor,
    }));
  }

  async newest(): Promise<number> {
    const row = await this.#db
      .selectFrom('session_events')
      .select(build => build.fn.max('sequence').as('sequence'))
      .executeTakeFirst();
    return row?.sequence ?? 0;
  }

  /** Sessions that have moved since, so that a listener who was away can be told what they are now. */
  async sessionsSince(sequence: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('session_events')
      .select('session_id')
      .distinct()
      .where('sequence', '>', sequence)
      .execute();
    return rows.map(row => row.session_id);
  }
}
