import { type Db, statement } from '@tessera/database';
import { type Selectable, sql } from 'kysely';
import { OPERATION } from '../operation-status.ts';
import type { BulkOperationTable } from '../tables.ts';

export type ClaimedOperation = Pick<
  Selectable<BulkOperationTable>,
  'id' | 'bulk_id' | 'operation_key' | 'data' | 'attempts'
>;

/** Spelled out, not a parameter: only so do both databases take the partial index on the open operations. */
const OPEN = sql.lit(OPERATION.open);

/**
 * Takes open operations in the order in which they were asked for. On PostgreSQL their rows stay locked until the
 * transaction ends, and what others have locked is passed over: however many workers there are, each operation is with
 * one of them, and a worker that dies lets go of its own. On SQLite, which has one writer, they are only read; there
 * `settle` notices what another process has done meanwhile.
 * @param now milliseconds since the epoch @param busy bulks that another lane of this process is working on
 */
export function claim(db: Db, now: number, limit: number, busy: Iterable<number>): Promise<ClaimedOperation[]> {
  const others = [...busy];
  let query = db.query
    .selectFrom('bulk_operation')
    .select(['id', 'bulk_id', 'operation_key', 'data', 'attempts'])
    .where('status', '=', OPEN)
    .where('not_before', '<=', now)
    .orderBy('id')
    .limit(limit);
  if (others.length > 0) query = query.where('bulk_id', 'not in', others);
  if (db.dialect === 'postgres') query = query.forUpdate().skipLocked();
  return query.execute();
}

/** How an operation ended. */
export interface Outcome {
  readonly status: 1 | 2 | 3;
  readonly result: string | null;
  readonly message: string;
  readonly code: number | null;
}

const complete = statement<{ id: number; result: string; message: string }>()((db, slot) =>
  db
    .updateTable('bulk_operation')
    .set({
      status: OPERATION.complete,
      data: null,
      result: slot('result'),
      result_message: slot('message'),
      error_code: null,
    })
    .where('id', '=', slot('id'))
    .where('status', '=', OPERATION.open)
    .returning('id'),
);
const fail = statement<{ id: number; status: number; message: string; code: number | null }>()((db, slot) =>
  db
    .updateTable('bulk_operation')
    .set({ status: slot('status'), result_message: slot('message'), error_code: slot('code') })
    .where('id', '=', slot('id'))
    .where('status', '=', OPERATION.open)
    .returning('id'),
);
const postponed = statement<{ id: number; attempts: number; until: number; message: string }>()((db, slot) =>
  db
    .updateTable('bulk_operation')
    .set({ attempts: slot('attempts'), not_before: slot('until'), result_message: slot('message') })
    .where('id', '=', slot('id'))
    .where('status', '=', OPERATION.open)
    .returning('id'),
);

/**
 * Writes down how an operation ended.
 * @returns false where it is not open any more: another process was faster, or it was cancelled
 */
export async function settle(db: Db, id: number, { status, result, message, code }: Outcome): Promise<boolean> {
  const rows =
    status === OPERATION.complete
      ? await db.run(complete, { id, result: result ?? 'null', message })
      : await db.run(fail, { id, status, message, code });
  return rows.length > 0;
}

/** Leaves an operation open, to be tried again later. @param until milliseconds since the epoch */
export async function postpone(db: Db, id: number, attempts: number, until: number, message: string): Promise<void> {
  await db.run(postponed, { id, attempts, until, message });
}
