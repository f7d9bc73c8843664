import type { Migration } from '@tessera/database';

/** The answer to a request that came with an Idempotency-Key. */
export interface IdempotencyRecordTable {
  /** Whose key it is. */
  scope: string;
  key: string;
  /** Keyed hash of method, URL and body. */
  fingerprint: string;
  status: number;
  headers: string;
  /** Encrypted, since answers may hold tokens. */
  body: string;
  /** Seconds since the epoch. */
  created_at: number;
}

/** Calls counted in a period; laid out as rate-limiter-flexible expects it. */
export interface RateLimitTable {
  key: string;
  points: number;
  /** Milliseconds since the epoch. */
  expire: number | null;
}

declare module '@tessera/database' {
  interface Schema {
    idempotency_record: IdempotencyRecordTable;
    rate_limit: RateLimitTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-webapi',
    up: async (db) => {
      await db.schema
        .createTable('idempotency_record')
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('status', 'integer', (c) => c.notNull())
        .addColumn('headers', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('idempotency_record_pk', ['scope', 'key'])
        .execute();
      await db.schema.createIndex('idempotency_record_age').on('idempotency_record').column('created_at').execute();
      await db.schema
        .createTable('rate_limit')
        .addColumn('key', 'varchar(255)', (c) => c.primaryKey())
        .addColumn('points', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('expire', 'bigint')
        .execute();
    },
  },
];
