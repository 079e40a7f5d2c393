import { failures } from '@berth/contract';
import { Emitter, type Event } from '@berth/kernel';
import type { Selectable } from 'kysely';
import type { UserRecord } from '../domain/user-record.ts';
import type { Database } from './database.ts';
import type { Tables } from './schema.ts';

export interface UidRange {
  readonly first: number;
  readonly count: number;
}

export class UserStore {
  readonly #db: Database;
  readonly #range: UidRange;
  readonly #changed = new Emitter<null>();

  constructor(db: Database, range: UidRange) {
    this.#db = db;
    this.#range = range;
  }

  /** There is another user, or one less. */
  get changed(): Event<null> {
    return this.#changed.event;
  }

  /** Adds a user with the next free uid. Names and uids of deleted users are not given again: they own a home. */
  async add(user: Omit<UserRecord, 'uid'>): Promise<UserRecord> {
    const added = await this.#insert(user);
    this.#changed.emit(null);
    return added;
  }

  #insert(user: Omit<UserRecord, 'uid'>): Promise<UserRecord> {
    return this.#db.transaction().execute(async trx => {
      const namesake = await trx
        .selectFrom('users')
        .select('deleted_at')
        .where('name', '=', user.name)
        .executeTakeFirst();
      if (namesake) {
        const why =
          namesake.deleted_at === null
            ? 'there is a user of that name already'
            : 'it belonged to a user who was deleted, and whose home is kept under it';
        throw failures.NAME_INVALID({ name: user.name, why });
      }
      const top = await trx
        .selectFrom('users')
        .select(build => build.fn.max('uid').as('uid'))
        .executeTakeFirst();
      const uid = Math.max(this.#range.first, (top?.uid ?? 0) + 1);
      if (uid >= this.#range.first + this.#range.count) {
        throw failures.CONFIG_INVALID({
          source: 'the range of user ids',
          line: null,
          problem: `all ${this.#range.count} ids from ${this.#range.first} are taken; make it larger`,
        });
      }
      await trx
        .insertInto('users')
        .values({
          id: user.id,
          name: user.name,
          password_hash: user.passwordHash,
          admin: user.admin ? 1 : 0,
          uid,
          created_at: user.createdAt,
          deleted_at: null,
        })
        .execute();
      return { ...user, uid };
    });
  }

  async byName(name: string): Promise<UserRecord | null> {
    const row = await this.#live().where('name', '=', name).executeTakeFirst();
    return row ? userOf(row) : null;
  }

  async byId(id: string): Promise<UserRecord | null> {
    const row = await this.#live().where('id', '=', id).executeTakeFirst();
    return row ? userOf(row) : null;
  }

  /** Also deleted users: the owner of a session whose leftovers are still being cleared. */
  async accountOf(id: string): Promise<{ readonly name: string; readonly uid: number } | null> {
    const row = await this.#db
      .selectFrom('users')
      .select(['name', 'uid'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row ?? null;
  }

  async all(): Promise<readonly UserRecord[]> {
    return (await this.#live().orderBy('name').execute()).map(userOf);
  }

  async setPassword(id: string, passwordHash: string): Promise<void> {
    await this.#db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute();
  }

  async remove(id: string, now: number): Promise<void> {
    await this.#db
      .updateTable('users')
      .set({ deleted_at: now, password_hash: '' })
      .where('id', '=', id)
      .execute();
    this.#changed.emit(null);
  }

  #live() {
    return this.#db.selectFrom('users').selectAll().where('deleted_at', 'is', null);
  }
}

function userOf(row: Selectable<Tables['users']>): UserRecord {
  return {
    id: row.id,
    name: row.name,
    passwordHash: row.password_hash,
    admin: row.admin === 1,
    uid: row.uid,
    createdAt: row.created_at,
  };
}
