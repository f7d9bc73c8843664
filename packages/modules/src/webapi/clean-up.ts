import type { BackgroundJob } from '@tessera/webapi';
import { forgottenUntil } from './idempotency/idempotency-record.ts';

/** Forgets answers that were kept for repeated requests, and counts of calls whose period is over. */
export const webapiCleanUp: BackgroundJob = {
  name: 'webapi-clean-up',
  everySeconds: 600,
  run: async (call) => {
    await call.db.query.deleteFrom('idempotency_record').where('created_at', '<=', forgottenUntil(call)).execute();
    await call.db.query.deleteFrom('rate_limit').where('expire', '<', call.now()).execute();
  },
};
