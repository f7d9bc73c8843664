import { type Id, idColumn, type Migration, type WithDefault } from '@tessera/database';
import { sql } from 'kysely';
import { OPERATION, type OperationStatus } from './operation-status.ts';

/** One asynchronous request; every operation of it goes to the same route. */
export interface BulkTable {
  id: Id;
  uuid: string;
  user_type: number;
  user_id: number;
  description: string;
  topic: string;
  start_time: string;
  operation_count: number;
  /** What was asked for: `PUT` and `/V1/customers/:customerId`. */
  method: string;
  path: string;
  store_id: number;
  /** Caller with its rights at the time of asking: the hash of a `bulk_caller`. */
  caller_hash: string;
  base_url: string;
  remote_address: string;
  /** `traceparent` of the request, where it is traced: the operations belong to the same trace. */
  traceparent: string | null;
}

/** Who asked, as JSON; the same caller with the same rights is kept once. */
export interface BulkCallerTable {
  hash: string;
  caller: string;
  /** Day of the last use, `YYYY-MM-DD`: what is in use today is not cleaned up under a request's hands. */
  used_on: string;
}

export interface BulkOperationTable {
  id: Id;
  bulk_id: number;
  /** Place in the request, from 0. */
  operation_key: number;
  status: OperationStatus;
  /** The stored form, encrypted, since it may hold passwords; null once the operation is complete. */
  data: string | null;
  result: string | null;
  result_message: string | null;
  error_code: number | null;
  /** Tries that ended in a passing trouble of the database. */
  attempts: WithDefault<number>;
  /** Milliseconds since the epoch: not to be tried before. */
  not_before: WithDefault<number>;
}

declare module '@tessera/database' {
  interface Schema {
    bulk: BulkTable;
    bulk_caller: BulkCallerTable;
    bulk_operation: BulkOperationTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-bulk',
    up: async (db, dialect) => {
      await db.schema
        .createTable('bulk_caller')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('caller', 'text', (c) => c.notNull())
        .addColumn('used_on', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('bulk')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('uuid', 'text', (c) => c.notNull().unique())
        .addColumn('user_type', 'integer', (c) => c.notNull())
        .addColumn('user_id', 'integer', (c) => c.notNull())
        .addColumn('description', 'text', (c) => c.notNull())
        .addColumn('topic', 'text', (c) => c.notNull())
        .addColumn('start_time', 'text', (c) => c.notNull())
        .addColumn('operation_count', 'integer', (c) => c.notNull())
        .addColumn('method', 'text', (c) => c.notNull())
        .addColumn('path', 'text', (c) => c.notNull())
        .addColumn('store_id', 'integer', (c) => c.notNull())
        .addColumn('caller_hash', 'text', (c) => c.notNull().references('bulk_caller.hash'))
        .addColumn('base_url', 'text', (c) => c.notNull())
        .addColumn('remote_address', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('bulk_operation')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('bulk_id', 'integer', (c) => c.notNull().references('bulk.id').onDelete('cascade'))
        .addColumn('operation_key', 'integer', (c) => c.notNull())
        .addColumn('status', 'integer', (c) => c.notNull())
        .addColumn('data', 'text')
        .addColumn('result', 'text')
        .addColumn('result_message', 'text')
        .addColumn('error_code', 'integer')
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('not_before', 'bigint', (c) => c.notNull().defaultTo(0))
        .execute();
      await db.schema.createIndex('bulk_start_time').on('bulk').column('start_time').execute();
      await db.schema.createIndex('bulk_caller_hash').on('bulk').column('caller_hash').execute();
      await db.schema.createIndex('bulk_operation_bulk').on('bulk_operation').columns(['bulk_id', 'status']).execute();
      await db.schema
        .createIndex('bulk_operation_open')
        .on('bulk_operation')
        .column('id')
        .where(sql.ref('status'), '=', sql.lit(OPERATION.open))
        .execute();
    },
  },
  {
    name: '0002-traceparent',
    up: async (db) => {
      await db.schema.alterTable('bulk').addColumn('traceparent', 'text').execute();
    },
  },
];
