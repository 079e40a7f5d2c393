import type { Database } from './database.ts';

export interface WebSession {
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Signed-in browsers and programs, by the hash of their token. */
export class WebSessionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(tokenHash: string, session: WebSession): Promise<void> {
    await this.#db
      .insertInto('web_sessions')
      .values({
        token_hash: tokenHash,
        user_id: session.userId,
        created_at: session.createdAt,
        expires_at: session.expiresAt,
      })
      .execute();
  }

  async find(tokenHash: string, now: number): Promise<WebSession | null> {
    const row = await this.#db
      .selectFrom('web_sessions')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row ? { userId: row.user_id, createdAt: row.created_at, expiresAt: row.expires_at } : null;
  }

  async prolong(tokenHash: string, expiresAt: number): Promise<void> {
    await this.#db
      .updateTable('web_sessions')
      .set({ expires_at: expiresAt })
      .where('token_hash', '=', tokenHash)
      .execute();
  }

  async remove(tokenHash: string): Promise<void> {
    await this.#db.deleteFrom('web_sessions').where('token_hash', '=', tokenHash).execute();
  }

  /** `except`: the hash of a token that stays. */
  async removeOfUser(userId: string, except: string | null = null): Promise<void> {
    const all = this.#db.deleteFrom('web_sessions').where('user_id', '=', userId);
    await (except === null ? all : all.where('token_hash', '!=', except)).execute();
  }

  async removeExpired(now: number): Promise<void> {
    await this.#db.deleteFrom('web_sessions').where('expires_at', '<=', now).execute();
  }
}
