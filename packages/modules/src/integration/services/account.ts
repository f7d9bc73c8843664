import { statement } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { STATUS } from '../tables.ts';

const activeIntegration = statement<{ id: number }>()((db, slot) =>
  db.selectFrom('integration').select('id').where('id', '=', slot('id')).where('status', '=', STATUS.active),
);

/** Whether an integration is there and active: only then its queued operations are executed. */
export const isActive = async (id: number, { db }: Call): Promise<boolean> =>
  (await db.run(activeIntegration, { id })).length > 0;
