import { deleteInSlices } from '@tessera/database';
import type { BackgroundJob } from '@tessera/webapi';
import { forgottenUntil } from './idempotency/idempotency-record.ts';

/** Forgets answers that were kept for repeated requests, and counts of calls whose period is over. */
export const webapiCleanUp: BackgroundJob = {
  name: 'webapi-clean-up',
  everySeconds: 600,
  run: async (call) => {
    const until = forgottenUntil(call);
    await deleteInSlices((rows) =>
      call.db.query
        .deleteFrom('idempotency_record')
        .where(({ eb, refTuple, selectFrom }) =>
          eb(
            refTuple('scope', 'key'),
            'in',
            selectFrom('idempotency_record as old')
              .select(['old.scope', 'old.key'])
              .where('old.created_at', '<=', until)
              .limit(rows)
              .$asTuple('scope', 'key'),
          ),
        ),
    );
    const expired = call.db.query.selectFrom('rate_limit').select('key').where('expire', '<', call.now());
    await deleteInSlices((rows) => call.db.query.deleteFrom('rate_limit').where('key', 'in', expired.limit(rows)));
  },
};
