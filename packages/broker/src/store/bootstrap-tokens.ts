import type { Database } from './database.ts';

export interface BootstrapToken {
  readonly session: string;
  readonly generation: number;
  readonly createdAt: number;
}

/** One row per attempt to launch, by the hash of the token that went with it. */
export class BootstrapTokenStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(tokenHash: string, token: BootstrapToken): Promise<void> {
    await this.#db
      .insertInto('bootstrap_tokens')
      .values({
        token_hash: tokenHash,
        session_id: token.session,
        generation: token.generation,
        created_at: token.createdAt,
        used_at: null,
      })
      .execute();
  }

  /** Whether a launch of this generation was tried before, perhaps by a broker that died in the middle of it. */
  async anyFor(session: string, generation: number): Promise<boolean> {
    const row = await this.#db
      .selectFrom('bootstrap_tokens')
      .select('token_hash')
      .where('session_id', '=', session)
      .where('generation', '=', generation)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Uses the token and stores the link key's hash with the session, together: a host that was told "yes" is routed,
   * and one that was not may ask again.
   */
  async redeem(
    tokenHash: string,
    run: { readonly session: string; readonly generation: number },
    linkKeyHash: string,
    now: number,
  ): Promise<'done' | 'unknown' | 'used' | 'ended'> {
    return this.#db.transaction().execute(async trx => {
      const token = await trx
        .selectFrom('bootstrap_tokens')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (!token || token.session_id !== run.session || token.generation !== run.generation) return 'unknown';
      if (token.used_at !== null) return 'used';
      const updated = await trx
        .updateTable('sessions')
        .set(build => ({ link_key_hash: linkKeyHash, version: build('version', '+', 1) }))
        .where('id', '=', run.session)
        .where('generation', '=', run.generation)
        .where('phase', 'in', ['provisioning', 'booting', 'preparing', 'probing', 'ready', 'impaired'])
        .executeTakeFirst();
      if (updated.numUpdatedRows === 0n) return 'ended';
      await trx
        .updateTable('bootstrap_tokens')
        .set({ used_at: now })
        .where('token_hash', '=', tokenHash)
        .execute();
      return 'done';
    });
  }

  async removeOf(session: string): Promise<void> {
    await this.#db.deleteFrom('bootstrap_tokens').where('session_id', '=', session).execute();
  }
}
