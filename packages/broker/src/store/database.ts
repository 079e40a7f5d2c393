import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { failures } from '@berth/contract';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, type SqliteDatabase as KyselySqlite, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { databaseFailure } from './database-failure.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';

export type Database = Kysely<Tables>;

export interface OpenDatabase extends AsyncDisposable {
  readonly db: Database;
  readonly path: string;
}

/** Milliseconds to wait for another process's lock, such as a backup's. */
const BUSY_TIMEOUT = 5000;

/** Opens `sqlite:<path>` and brings its tables up to date. Throws what a person can act on. */
export async function openDatabase(databaseUrl: string): Promise<OpenDatabase> {
  const path = pathOf(databaseUrl);
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // It holds hashes of passwords, and may be outside the data folder. SQLite gives its other files the same mode.
      closeSync(openSync(path, 'a', 0o600));
    }
    const sqlite = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT });
    try {
      sqlite.pragma('journal_mode = WAL');
      // FULL, not NORMAL: in WAL mode NORMAL may lose everything since the last checkpoint when the power fails, such
      // as a new password or a used ticket. Writes are a few per session start, since heartbeats are not stored.
      sqlite.pragma('synchronous = FULL');
      sqlite.pragma('foreign_keys = ON');
      const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: translating(sqlite, path) }) });
      await migrate(db);
      return { db, path, [Symbol.asyncDispose]: () => db.destroy() };
    } catch (error) {
      sqlite.close();
      throw error;
    }
  } catch (error) {
    throw databaseFailure(error, path) ?? error;
  }
}

function pathOf(databaseUrl: string): string {
  const match = /^sqlite:(?:\/\/)?(.+)$/.exec(databaseUrl);
  if (!match?.[1]) {
    throw failures.CONFIG_INVALID({
      source: 'BERTH_DATABASE_URL',
      line: null,
      problem: 'only sqlite:<path> is understood so far',
    });
  }
  return match[1];
}

async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** The same database, whose errors of disk and file are already failures of ours wherever they surface. */
function translating(sqlite: SqliteDatabase.Database, path: string): KyselySqlite {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw databaseFailure(error, path) ?? error;
    }
  };
  return {
    close: () => void sqlite.close(),
    prepare(sql) {
      const statement = attempt(() => sqlite.prepare<unknown[]>(sql));
      return {
        reader: statement.reader,
        all: parameters => attempt(() => statement.all(...parameters)),
        run: parameters => attempt(() => statement.run(...parameters)),
        iterate: parameters => attempt(() => statement.iterate(...parameters)),
      };
    },
  };
}
