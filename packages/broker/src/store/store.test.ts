import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { openDatabase } from './database.ts';
import { databaseFailure } from './database-failure.ts';
import { openStore } from './store.ts';

const range = { first: 20_000, count: 3 };
const user = (name: string) => ({
  id: `usr_${name.repeat(20).slice(0, 20)}`,
  name,
  passwordHash: 'x',
  admin: false,
  createdAt: 1,
});

async function folder() {
  const path = await mkdtemp(join(tmpdir(), 'berth-store-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

test('uids are given once each, also after their user was removed, until the range ends', async () => {
  await using home = await folder();
  await using store = await openStore(`sqlite:${home.path}/berth.db`, range);
  assert.equal((await store.users.add(user('a'))).uid, 20_000);
  const second = await store.users.add(user('b'));
  await store.users.remove(second.id, 2);
  assert.equal((await store.users.add(user('c'))).uid, 20_002);
  await assert.rejects(store.users.add(user('d')), { code: 'CONFIG_INVALID' });
  await assert.rejects(store.users.add(user('b')), { code: 'NAME_INVALID' });
});

test('nobody else on the machine can read the database, wherever it is', async () => {
  await using home = await folder();
  await using _opened = await openDatabase(`sqlite:${home.path}/berth.db`);
  const files = await readdir(home.path);
  assert.deepEqual(files.sort(), ['berth.db', 'berth.db-shm', 'berth.db-wal']);
  for (const file of files) assert.equal((await stat(join(home.path, file))).mode & 0o777, 0o600, file);
});

test('a full disk is told as such, and what was told as done is still there', async () => {
  await using home = await folder();
  const opened = await openDatabase(`sqlite:${home.path}/berth.db`);
  {
    await using _ = opened;
    const { db } = opened;
    await sql`create table filler (text text)`.execute(db);
    // The limit of pages stands for that of the disk: SQLite reports both by the same code.
    await sql`pragma max_page_count = 60`.execute(db);
    let done = 0;
    await assert.rejects(
      async () => {
        for (; done < 1000; done++) await sql`insert into filler values (${'x'.repeat(4000)})`.execute(db);
      },
      { code: 'DISK_FULL', retry: 'later' },
    );
    const count = await sql<{ count: number }>`select count(*) as count from filler`.execute(db);
    assert.equal(count.rows[0]?.count, done);
    await sql`delete from filler`.execute(db);
    await sql`insert into filler values ('again')`.execute(db);
  }
});

test('a file that is no database, or that is locked away, is told with a remedy', async () => {
  await using home = await folder();
  const path = join(home.path, 'berth.db');
  await writeFile(path, 'this is no database, though it is long enough to be looked at as one'.repeat(100));
  await assert.rejects(openDatabase(`sqlite:${path}`), { code: 'DATABASE_UNUSABLE' });
  await assert.rejects(openDatabase('postgres://db/berth'), { code: 'CONFIG_INVALID' });
  await writeFile(join(home.path, 'file'), '');
  await assert.rejects(openDatabase(`sqlite:${home.path}/file/berth.db`), { code: 'DATA_UNWRITABLE' });
});

test("SQLite's codes become failures; other errors stay what they are", () => {
  const failureOf = (code: string) =>
    databaseFailure(new SqliteDatabase.SqliteError('why', code), '/tmp/x.db')?.code;
  assert.equal(failureOf('SQLITE_READONLY_DBMOVED'), 'DATA_UNWRITABLE');
  assert.equal(failureOf('SQLITE_CORRUPT_INDEX'), 'DATABASE_UNUSABLE');
  assert.equal(failureOf('SQLITE_BUSY'), 'DATABASE_UNUSABLE');
  assert.equal(failureOf('SQLITE_CONSTRAINT_UNIQUE'), undefined);
  assert.equal(databaseFailure(new TypeError('a bug'), '/tmp/x.db'), null);
});

test('opening again changes nothing, and finds what was written', async () => {
  await using home = await folder();
  const url = `sqlite:${home.path}/berth.db`;
  {
    await using store = await openStore(url, range);
    await store.users.add(user('a'));
  }
  await using store = await openStore(url, range);
  assert.equal((await store.users.byName('a'))?.uid, 20_000);
});
