import { type Id, idColumn, type Migration } from '@tessera/database';

/** One line of the access log. */
export interface ApiCallTable {
  id: Id;
  /** Milliseconds since the epoch. */
  occurred_at: number;
  caller_kind: string;
  caller_id: number | null;
  caller_name: string | null;
  integration_id: number | null;
  method: string;
  route: string;
  status: number;
  microseconds: number;
  remote_address: string;
  /** Why it was refused or failed; null where it was not. */
  reason: string | null;
}
/** How many calls there were in five minutes, by caller, outcome and duration. */
export interface ApiCallCountTable {
  /** Seconds since the epoch, a multiple of 300. */
  slot: number;
  caller_kind: string;
  /** 0 where no integration called. */
  integration_id: number;
  outcome: Outcome;
  /** Index into `DURATIONS`. */
  duration: number;
  calls: number;
}
export type Outcome = 'ok' | 'refused' | 'error';

declare module '@tessera/database' {
  interface Schema {
    api_call: ApiCallTable;
    api_call_count: ApiCallCountTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-activity',
    up: async (db, dialect) => {
      await db.schema
        .createTable('api_call')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('occurred_at', 'bigint', (c) => c.notNull())
        .addColumn('caller_kind', 'text', (c) => c.notNull())
        .addColumn('caller_id', 'integer')
        .addColumn('caller_name', 'text')
        .addColumn('integration_id', 'integer')
        .addColumn('method', 'text', (c) => c.notNull())
        .addColumn('route', 'text', (c) => c.notNull())
        .addColumn('status', 'integer', (c) => c.notNull())
        .addColumn('microseconds', 'bigint', (c) => c.notNull())
        .addColumn('remote_address', 'text', (c) => c.notNull())
        .addColumn('reason', 'text')
        .execute();
      await db.schema
        .createIndex('api_call_integration')
        .on('api_call')
        .columns(['integration_id', 'id'])
        .where('integration_id', 'is not', null)
        .execute();
      await db.schema
        .createTable('api_call_count')
        .addColumn('slot', 'bigint', (c) => c.notNull())
        .addColumn('caller_kind', 'text', (c) => c.notNull())
        .addColumn('integration_id', 'integer', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('duration', 'integer', (c) => c.notNull())
        .addColumn('calls', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('api_call_count_pk', ['slot', 'caller_kind', 'integration_id', 'outcome', 'duration'])
        .execute();
    },
  },
];
