import { fieldsOf, pageCriteria, whereCriteria } from '@tessera/database';
import { implement, readCriteria } from '@tessera/webapi';
import { sql } from 'kysely';
import { OperationRepository } from '../contract/services.ts';
import { shownOperation } from './bulk-status.ts';

const fieldOf = fieldsOf(
  {
    id: ['bulk_operation.operation_key', 'number'],
    operation_key: ['bulk_operation.operation_key', 'number'],
    bulk_uuid: ['bulk.uuid', 'text'],
    topic_name: ['bulk.topic', 'text'],
    status: ['bulk_operation.status', 'number'],
    result_message: ['bulk_operation.result_message', 'text'],
    result_serialized_data: ['bulk_operation.result', 'text'],
    error_code: ['bulk_operation.error_code', 'number'],
    start_time: ['bulk.start_time', 'date'],
    started_at: ['bulk.start_time', 'date'],
    user_type: ['bulk.user_type', 'number'],
    user_id: ['bulk.user_id', 'number'],
  },
  ['result_message', 'result_serialized_data', 'error_code'],
);

export const operationRepository = implement(OperationRepository, {
  getList: async ({ searchCriteria }, call) => {
    const { db } = call;
    const criteria = readCriteria(searchCriteria);
    const from = db.query.selectFrom('bulk_operation').innerJoin('bulk', 'bulk.id', 'bulk_operation.bulk_id');
    const filtered = whereCriteria(from, criteria, fieldOf, db.dialect);
    const rows = await pageCriteria(filtered, criteria, fieldOf, db.dialect, sql.ref('bulk_operation.id'))
      .select(['bulk.uuid', 'bulk.topic', 'bulk.start_time'])
      .selectAll('bulk_operation')
      .execute();
    const { count } = await filtered.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    return {
      items: rows.map((row) => ({
        ...shownOperation(call, row, row),
        extension_attributes: { start_time: row.start_time },
      })),
      search_criteria: criteria.echo,
      total_count: Number(count),
    };
  },
});
