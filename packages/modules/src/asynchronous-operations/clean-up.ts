import { dateTime } from '@tessera/database';
import type { BackgroundJob } from '@tessera/webapi';
import { OPERATION } from './operation-status.ts';
import { dayOf } from './queue.ts';
import { bulkLifetime } from './settings.ts';

const DAY_MS = 86_400_000;
/** Bulks forgotten in one transaction, so that others need not wait long for theirs. */
const AT_ONCE = 100;

/** Forgets bulks that are older than the lifetime, but none with an operation that is still open. */
export const bulkCleanUp: BackgroundJob = {
  name: 'bulk-clean-up',
  everySeconds: 60,
  run: async (call) => {
    const before = dateTime(call.now() - call.settings.get(bulkLifetime) * DAY_MS);
    for (;;) {
      const old = await call.db.query
        .selectFrom('bulk')
        .select('id')
        .where('start_time', '<', before)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('bulk_operation')
                .select('bulk_operation.id')
                .whereRef('bulk_operation.bulk_id', '=', 'bulk.id')
                .where('bulk_operation.status', '=', OPERATION.open),
            ),
          ),
        )
        .orderBy('id')
        .limit(AT_ONCE)
        .execute();
      if (old.length === 0) break;
      const ids = old.map((row) => row.id);
      await call.db.query.deleteFrom('bulk').where('id', 'in', ids).execute();
    }
    await call.db.query
      .deleteFrom('bulk_caller')
      .where('used_on', '<', dayOf(call.now() - DAY_MS))
      .where((eb) =>
        eb.not(
          eb.exists(eb.selectFrom('bulk').select('bulk.id').whereRef('bulk.caller_hash', '=', 'bulk_caller.hash')),
        ),
      )
      .execute();
  },
};
