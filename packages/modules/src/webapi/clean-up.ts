import { deletedRows, inSlices, SLICE_ROWS } from '@tessera/database';
import type { BackgroundJob } from '@tessera/webapi';
import { forgottenUntil } from './idempotency/idempotency-record.ts';

/** Forgets answers that were kept for repeated requests, and counts of calls whose period is over. */
export const webapiCleanUp: BackgroundJob = {
  name: 'webapi-clean-up',
  everySeconds: 600,
  run: async (call) => {
    const until = forgottenUntil(call);
    await inSlices(() =>
      deletedRows(
        call.db.query
          .deleteFrom('idempotency_record')
          .where(({ eb, refTuple, selectFrom }) =>
            eb(
              refTuple('scope', 'key'),
              'in',
              selectFrom('idempotency_record as old')
                .select(['old.scope', 'old.key'])
                .where('old.created_at', '<=', until)
                .limit(SLICE_ROWS)
                .$asTuple('scope', 'key'),
            ),
          ),
      ),
    );
    const over = call.db.query.selectFrom('rate_limit').select('key').where('expire', '<', call.now());
    await inSlices(() =>
      deletedRows(call.db.query.deleteFrom('rate_limit').where('key', 'in', over.limit(SLICE_ROWS))),
    );
  },
};
