import { statement } from '@tessera/database';
import { type Call, implement, secretNames, withoutSecrets } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import { decryptSecret } from '../../encryption/secret-box.ts';
import { type Bulk, bulkOf } from '../bulks.ts';
import { BulkStatus } from '../contract/services.ts';
import { dataContext } from '../queue.ts';
import type { BulkOperationTable } from '../tables.ts';

const operationsOf = statement<{ bulk: number }>()((db, slot) =>
  db.selectFrom('bulk_operation').selectAll().where('bulk_id', '=', slot('bulk')).orderBy('operation_key'),
);
const summariesOf = statement<{ bulk: number }>()((db, slot) =>
  db
    .selectFrom('bulk_operation')
    .select(['operation_key as id', 'status', 'result_message', 'error_code'])
    .where('bulk_id', '=', slot('bulk'))
    .orderBy('operation_key'),
);
const countOf = statement<{ uuid: string; status: number }>()((db, slot) =>
  db
    .selectFrom('bulk_operation')
    .innerJoin('bulk', 'bulk.id', 'bulk_operation.bulk_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bulk.uuid', '=', slot('uuid'))
    .where('bulk_operation.status', '=', slot('status')),
);

const head = (bulk: Bulk) => ({
  user_type: bulk.user_type,
  bulk_id: bulk.uuid,
  description: bulk.description,
  start_time: bulk.start_time,
  user_id: bulk.user_id,
  operation_count: bulk.operation_count,
});

type OperationRow = Pick<
  Selectable<BulkOperationTable>,
  'bulk_id' | 'operation_key' | 'status' | 'data' | 'result' | 'result_message' | 'error_code'
>;

/** An operation with everything that may be shown of it: passwords in what was asked for are hidden. */
export function shownOperation(call: Call, bulk: Pick<Bulk, 'uuid' | 'topic'>, row: OperationRow) {
  const { data, bulk_id, operation_key: id } = row;
  return {
    id,
    bulk_uuid: bulk.uuid,
    topic_name: bulk.topic,
    serialized_data:
      data === null
        ? null
        : withoutSecrets(decryptSecret(call.ports.keys, data, dataContext(bulk_id, id)), secretNames(call.settings)),
    result_serialized_data: row.result,
    status: row.status,
    result_message: row.result_message,
    error_code: row.error_code,
  };
}

export const bulkStatus = implement(BulkStatus, {
  getBulkShortStatus: async ({ bulkUuid }, { db }) => {
    const bulk = await bulkOf(db, bulkUuid);
    return { ...head(bulk), operations_list: await db.run(summariesOf, { bulk: bulk.id }) };
  },

  getBulkDetailedStatus: async ({ bulkUuid }, call) => {
    const bulk = await bulkOf(call.db, bulkUuid);
    const operations = await call.db.run(operationsOf, { bulk: bulk.id });
    return { ...head(bulk), operations_list: operations.map((row) => shownOperation(call, bulk, row)) };
  },

  // Observed: no 404 for a bulk that does not exist.
  getOperationsCountByBulkIdAndStatus: async ({ bulkUuid, status }, { db }) => {
    const [row] = await db.run(countOf, { uuid: bulkUuid, status });
    return Number(row?.count ?? 0);
  },
});
