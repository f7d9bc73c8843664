import type { Db } from '@tessera/database';
import type { Call, Gauge } from '@tessera/webapi';
import { OPERATION } from './operation-status.ts';

/** How many operations wait. */
const openOperations: Gauge = {
  name: 'tessera_bulk_open_operations',
  help: 'Operations of asynchronous and bulk calls that wait to be executed.',
  read: async ({ db }: Call) => {
    const { open } = await db.query
      .selectFrom('bulk_operation')
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('status', '=', (eb) => eb.lit(OPERATION.open))
      .executeTakeFirstOrThrow();
    return Number(open);
  },
};

/** Seconds for which the operation that waits longest has waited, 0 where none waits. @param now milliseconds */
export async function longestWait({ query }: Db, now: number): Promise<number> {
  const oldest = await query
    .selectFrom('bulk_operation')
    .innerJoin('bulk', 'bulk.id', 'bulk_operation.bulk_id')
    .select('start_time')
    .where('status', '=', (eb) => eb.lit(OPERATION.open))
    .orderBy('bulk_operation.id')
    .limit(1)
    .executeTakeFirst();
  return oldest === undefined ? 0 : Math.max(0, now - Date.parse(`${oldest.start_time.replace(' ', 'T')}Z`)) / 1000;
}

/** The number that says whether the workers keep up. */
const oldestOperation: Gauge = {
  name: 'tessera_bulk_oldest_open_seconds',
  help: 'Age of the bulk whose operations wait longest, 0 where none waits.',
  read: ({ db, now }: Call) => longestWait(db, now()),
};

export const gauges: readonly Gauge[] = [openOperations, oldestOperation];
