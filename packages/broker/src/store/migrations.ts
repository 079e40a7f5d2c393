import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Applied in the order of their names. A released one is never edited; what follows it is a new one. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-sessions-and-users': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('users')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('name', 'text', column => column.notNull().unique())
        .addColumn('password_hash', 'text', column => column.notNull())
        .addColumn('admin', 'integer', column => column.notNull())
        .addColumn('uid', 'integer', column => column.notNull().unique())
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('deleted_at', 'bigint')
        .execute();
      await db.schema
        .createTable('web_sessions')
        .addColumn('token_hash', 'text', column => column.primaryKey())
        .addColumn('user_id', 'text', column => column.notNull().references('users.id'))
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('expires_at', 'bigint', column => column.notNull())
        .execute();
      await db.schema
        .createTable('sessions')
        .addColumn('id', 'text', column => column.primaryKey())
        .addColumn('owner_id', 'text', column => column.notNull().references('users.id'))
        .addColumn('name', 'text', column => column.notNull())
        .addColumn('project', 'text')
        .addColumn('driver', 'text', column => column.notNull())
        .addColumn('external_name', 'text', column => column.notNull().unique())
        .addColumn('profile', 'text', column => column.notNull())
        .addColumn('plan', 'text', column => column.notNull())
        .addColumn('desired', 'text', column => column.notNull())
        .addColumn('phase', 'text', column => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('generation', 'integer', column => column.notNull())
        .addColumn('version', 'integer', column => column.notNull())
        .addColumn('handle', 'text')
        .addColumn('dirty', 'integer', column => column.notNull())
        .addColumn('link_key_hash', 'text')
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('phase_since', 'bigint', column => column.notNull())
        .addColumn('deadline_at', 'bigint')
        .addColumn('ready_at', 'bigint')
        .addColumn('ends_at', 'bigint')
        .addColumn('recovery_tried', 'integer', column => column.notNull())
        .addColumn('startup', 'text', column => column.notNull())
        .execute();
      await db.schema
        .createTable('session_events')
        // AUTOINCREMENT: a sequence is never used twice, also after rows were removed.
        .addColumn('sequence', 'integer', column => column.primaryKey().autoIncrement())
        .addColumn('at', 'bigint', column => column.notNull())
        .addColumn('session_id', 'text', column => column.notNull().references('sessions.id'))
        .addColumn('from_phase', 'text')
        .addColumn('to_phase', 'text', column => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('actor', 'text', column => column.notNull())
        .execute();
      await db.schema
        .createTable('bootstrap_tokens')
        .addColumn('token_hash', 'text', column => column.primaryKey())
        .addColumn('session_id', 'text', column => column.notNull().references('sessions.id'))
        .addColumn('generation', 'integer', column => column.notNull())
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addColumn('used_at', 'bigint')
        .execute();
      await db.schema
        .createTable('tickets')
        .addColumn('ticket_hash', 'text', column => column.primaryKey())
        .addColumn('session_id', 'text', column => column.notNull().references('sessions.id'))
        .addColumn('user_name', 'text', column => column.notNull())
        .addColumn('role', 'text', column => column.notNull())
        .addColumn('expires_at', 'bigint', column => column.notNull())
        .addColumn('used_at', 'bigint')
        .execute();
      await db.schema
        .createTable('idempotency_keys')
        .addColumn('owner_id', 'text', column => column.notNull().references('users.id'))
        .addColumn('key', 'text', column => column.notNull())
        .addColumn('request_hash', 'text', column => column.notNull())
        .addColumn('session_id', 'text', column => column.notNull().references('sessions.id'))
        .addColumn('created_at', 'bigint', column => column.notNull())
        .addPrimaryKeyConstraint('idempotency_keys_key', ['owner_id', 'key'])
        .execute();
      const indexes: readonly (readonly [string, readonly string[]])[] = [
        ['sessions', ['created_at', 'id']],
        ['sessions', ['owner_id', 'created_at']],
        ['sessions', ['phase']],
        ['session_events', ['session_id', 'sequence']],
        ['bootstrap_tokens', ['session_id', 'generation']],
        ['web_sessions', ['user_id']],
        ['tickets', ['expires_at']],
      ];
      for (const [table, columns] of indexes) {
        await db.schema
          .createIndex(`${table}_by_${columns.join('_')}`)
          .on(table)
          .columns([...columns])
          .execute();
      }
    },
  },
};
