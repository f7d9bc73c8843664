import { type Db, fieldsOf, pageCriteria, whereCriteria } from '@tessera/database';
import { implement, readCriteria } from '@tessera/webapi';
import { sql } from 'kysely';
import { type Bulk, bulkOf, countsOf } from '../bulks.ts';
import { BulkManagement } from '../contract/services.ts';
import { bulkState, OPERATION, type OperationCounts, progressOf } from '../operation-status.ts';
import { wakeWorkers } from '../queue.ts';
import type { BulkOperationTable } from '../tables.ts';

const fieldOf = fieldsOf({
  bulk_id: ['bulk.uuid', 'text'],
  bulk_uuid: ['bulk.uuid', 'text'],
  description: ['bulk.description', 'text'],
  start_time: ['bulk.start_time', 'date'],
  user_type: ['bulk.user_type', 'number'],
  user_id: ['bulk.user_id', 'number'],
  operation_count: ['bulk.operation_count', 'number'],
});

const shown = (bulk: Bulk, counts: OperationCounts) => ({
  bulk_id: bulk.uuid,
  description: bulk.description,
  start_time: bulk.start_time,
  user_type: bulk.user_type,
  user_id: bulk.user_id,
  operation_count: bulk.operation_count,
  complete: counts.complete,
  retriably_failed: counts.retriablyFailed,
  failed: counts.failed,
  open: counts.open,
  rejected: counts.rejected,
  status: bulkState(counts),
  progress: progressOf(counts),
});

async function progress(db: Db, bulk: Bulk) {
  return shown(bulk, (await countsOf(db, [bulk.id])).get(bulk.id) as OperationCounts);
}

/** Changes the state of a bulk's operations that are in one of the given states. */
async function move(
  db: Db,
  bulk: Bulk,
  from: readonly number[],
  values: Partial<Pick<BulkOperationTable, 'status' | 'data' | 'result_message'>>,
) {
  await db.query
    .updateTable('bulk_operation')
    .set({ ...values, error_code: null, attempts: 0, not_before: 0 })
    .where('bulk_id', '=', bulk.id)
    .where('status', 'in', from as never)
    .execute();
}

export const bulkManagement = implement(BulkManagement, {
  getList: async ({ searchCriteria }, { db }) => {
    const criteria = readCriteria(searchCriteria ?? {});
    const filtered = whereCriteria(db.query.selectFrom('bulk'), criteria, fieldOf, db.dialect);
    const bulks = await pageCriteria(filtered, criteria, fieldOf, db.dialect, sql.ref('bulk.id')).selectAll().execute();
    const { count } = await filtered.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const counts = await countsOf(
      db,
      bulks.map((bulk) => bulk.id),
    );
    return {
      items: bulks.map((bulk) => shown(bulk, counts.get(bulk.id) as OperationCounts)),
      search_criteria: criteria.echo,
      total_count: Number(count),
    };
  },

  get: async ({ bulkUuid }, { db }) => progress(db, await bulkOf(db, bulkUuid)),

  // The rights remain those of who asked first.
  retry: ({ bulkUuid }, call) =>
    call.db.transaction(async (db) => {
      const bulk = await bulkOf(db, bulkUuid);
      await move(db, bulk, [OPERATION.retriablyFailed, OPERATION.failed], {
        status: OPERATION.open,
        result_message: null,
      });
      await wakeWorkers(db, call);
      return progress(db, bulk);
    }),

  cancel: ({ bulkUuid }, call) =>
    call.db.transaction(async (db) => {
      const bulk = await bulkOf(db, bulkUuid);
      await move(db, bulk, [OPERATION.open], {
        status: OPERATION.rejected,
        data: null,
        result_message: 'Cancelled before it was executed.',
      });
      return progress(db, bulk);
    }),
});
