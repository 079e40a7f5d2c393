import type { SessionState } from '@berth/contract';
import { sessionPhases, stateOfPhase } from '@berth/contract';
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely';
import type { Transition } from '../domain/apply-move.ts';
import type { SessionRecord } from '../domain/session-record.ts';
import type { Database } from './database.ts';
import type { Tables } from './schema.ts';
import { recordOf, rowOf } from './session-row.ts';

export interface Owned {
  readonly record: SessionRecord;
  readonly ownerName: string;
}

export interface SessionFilter {
  readonly ownerId?: string | undefined;
  readonly ownerName?: string | undefined;
  readonly state?: SessionState | undefined;
  readonly project?: string | undefined;
  readonly text?: string | undefined;
}

export interface Position {
  readonly createdAt: number;
  readonly id: string;
}

export interface NewSession {
  readonly record: SessionRecord;
  readonly transition: Transition;
  readonly idempotency: { readonly key: string; readonly requestHash: string } | null;
}

type Build = ExpressionBuilder<Tables & { sessions: Tables['sessions'] }, 'sessions' | 'users'>;

export class SessionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The row, its first line of history and its idempotency key: all or none. Returns the history's sequence. */
  async insert({ record, transition, idempotency }: NewSession): Promise<number> {
    return this.#db.transaction().execute(async trx => {
      await trx.insertInto('sessions').values(rowOf(record)).execute();
      const sequence = await append(trx, transition);
      if (!idempotency) return sequence;
      await trx
        .insertInto('idempotency_keys')
        .values({
          owner_id: record.ownerId,
          key: idempotency.key,
          request_hash: idempotency.requestHash,
          session_id: record.id,
          created_at: record.createdAt,
        })
        .execute();
      return sequence;
    });
  }

  /**
   * Writes `next` if nobody has written since `expected` was read, together with the history of how it came about.
   * Null when somebody has.
   */
  async replace(
    expected: number,
    next: SessionRecord,
    transition: Transition | null,
  ): Promise<{ readonly sequence: number | null } | null> {
    return this.#db.transaction().execute(async trx => {
      const { id, ...row } = rowOf({ ...next, version: expected + 1 });
      const result = await trx
        .updateTable('sessions')
        .set(row)
        .where('id', '=', id)
        .where('version', '=', expected)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) return null;
      return { sequence: transition === null ? null : await append(trx, transition) };
    });
  }

  async find(id: string): Promise<Owned | null> {
    const row = await this.#db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.owner_id')
      .selectAll('sessions')
      .select('users.name as owner_name')
      .where('sessions.id', '=', id)
      .executeTakeFirst();
    return row ? { record: recordOf(row), ownerName: row.owner_name } : null;
  }

  async list(filter: SessionFilter, limit: number, after: Position | null): Promise<readonly Owned[]> {
    let query = this.#db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.owner_id')
      .selectAll('sessions')
      .select('users.name as owner_name')
      .where(build => matching(build, filter))
      .orderBy('sessions.created_at', 'desc')
      .orderBy('sessions.id', 'desc')
      .limit(limit);
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('sessions.created_at', 'sessions.id'), '<', tuple(after.createdAt, after.id)),
      );
    }
    const rows = await query.execute();
    return rows.map(row => ({ record: recordOf(row), ownerName: row.owner_name }));
  }

  async count(filter: SessionFilter): Promise<number> {
    const row = await this.#db
      .selectFrom('sessions')
      .innerJoin('users', 'users.id', 'sessions.owner_id')
      .select(build => build.fn.countAll<number>().as('count'))
      .where(build => matching(build, filter))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** Sessions that the reconciler has to look at: all but those at rest with nothing left outside. */
  async unsettled(): Promise<readonly SessionRecord[]> {
    const rows = await this.#db
      .selectFrom('sessions')
      .selectAll()
      .where(({ or, eb, and }) =>
        or([
          eb('phase', 'not in', ['stopped', 'failed', 'deleted']),
          eb('dirty', '=', 1),
          and([eb('phase', 'in', ['stopped', 'failed']), eb('desired', '!=', 'stopped')]),
        ]),
      )
      .execute();
    return rows.map(recordOf);
  }

  /** Ids that are no strays: a row that is not deleted, or one whose leftovers are still being cleared. */
  async knownIds(): Promise<ReadonlySet<string>> {
    const rows = await this.#db
      .selectFrom('sessions')
      .select('id')
      .where(({ or, eb }) => or([eb('phase', '!=', 'deleted'), eb('dirty', '=', 1)]))
      .execute();
    return new Set(rows.map(row => row.id));
  }

  async countByPhase(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('sessions')
      .select(['phase', build => build.fn.countAll<number>().as('count')])
      .groupBy('phase')
      .execute();
    return new Map(rows.map(row => [row.phase, Number(row.count)]));
  }

  async findIdempotent(
    ownerId: string,
    key: string,
  ): Promise<{ readonly sessionId: string; readonly requestHash: string } | null> {
    const row = await this.#db
      .selectFrom('idempotency_keys')
      .select(['session_id', 'request_hash'])
      .where('owner_id', '=', ownerId)
      .where('key', '=', key)
      .executeTakeFirst();
    return row ? { sessionId: row.session_id, requestHash: row.request_hash } : null;
  }

  async forgetIdempotentBefore(time: number): Promise<void> {
    await this.#db.deleteFrom('idempotency_keys').where('created_at', '<', time).execute();
  }
}

function matching(build: Build, filter: SessionFilter): ExpressionWrapper<Tables, never, SqlBool> {
  const conditions = [];
  const phases = sessionPhases.filter(phase =>
    filter.state ? stateOfPhase[phase] === filter.state : phase !== 'deleted',
  );
  conditions.push(build('sessions.phase', 'in', phases));
  if (filter.ownerId !== undefined) conditions.push(build('sessions.owner_id', '=', filter.ownerId));
  if (filter.ownerName !== undefined) conditions.push(build('users.name', '=', filter.ownerName));
  if (filter.project !== undefined) conditions.push(build('sessions.project', '=', filter.project));
  if (filter.text) {
    const pattern = `%${filter.text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(
      sql<SqlBool>`(lower(sessions.name) like ${pattern} escape '\\' or sessions.profile like ${pattern} escape '\\'
        or sessions.id like ${pattern} escape '\\')`,
    );
  }
  return build.and(conditions);
}

async function append(db: Database, transition: Transition): Promise<number> {
  const row = await db
    .insertInto('session_events')
    .values(eventRow(transition))
    .returning('sequence')
    .executeTakeFirstOrThrow();
  return row.sequence;
}

function eventRow(transition: Transition) {
  return {
    at: transition.at,
    session_id: transition.session,
    from_phase: transition.from,
    to_phase: transition.to,
    reason: transition.reason === null ? null : JSON.stringify(transition.reason),
    actor: transition.actor,
  };
}
