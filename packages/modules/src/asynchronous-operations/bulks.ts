import { type Db, statement } from '@tessera/database';
import { problem } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import { OPERATION, type OperationCounts } from './operation-status.ts';
import type { BulkTable } from './tables.ts';

export type Bulk = Selectable<BulkTable>;

export const bulkUnknown = problem('bulk_unknown', 404, 'Bulk uuid %bulkUuid not exist', 'No bulk has this UUID.');

const bulkByUuid = statement<{ uuid: string }>()((db, slot) =>
  db.selectFrom('bulk').selectAll().where('uuid', '=', slot('uuid')),
);

/** The bulk with a UUID. @throws WebapiError 404 */
export async function bulkOf(db: Db, bulkUuid: string): Promise<Bulk> {
  const [bulk] = await db.run(bulkByUuid, { uuid: bulkUuid });
  if (bulk === undefined) throw bulkUnknown({ bulkUuid });
  return bulk;
}

/** How many operations of each bulk are in which state. */
export async function countsOf(db: Db, bulkIds: readonly number[]): Promise<ReadonlyMap<number, OperationCounts>> {
  const none: OperationCounts = { complete: 0, retriablyFailed: 0, failed: 0, open: 0, rejected: 0 };
  const counts = new Map<number, Record<keyof typeof OPERATION, number>>();
  for (const id of bulkIds) counts.set(id, { ...none });
  if (bulkIds.length === 0) return counts;
  const rows = await db.query
    .selectFrom('bulk_operation')
    .select(['bulk_id', 'status', (eb) => eb.fn.countAll<number>().as('count')])
    .where('bulk_id', 'in', [...bulkIds])
    .groupBy(['bulk_id', 'status'])
    .execute();
  for (const { bulk_id, status, count } of rows) {
    const name = (Object.keys(OPERATION) as (keyof typeof OPERATION)[]).find((key) => OPERATION[key] === status);
    const of = counts.get(bulk_id);
    if (name !== undefined && of !== undefined) of[name] = Number(count);
  }
  return counts;
}
