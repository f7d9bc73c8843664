import { deleteInSlices, epochSeconds } from '@tessera/database';
import type { BackgroundJob } from '@tessera/webapi';
import { absoluteSessionLifetime } from './settings.ts';

/** Deletes attempts that no longer count and sessions that have ended. */
export const securityCleanUp: BackgroundJob = {
  name: 'security-clean-up',
  everySeconds: 300,
  run: async ({ db, now, settings }) => {
    const seconds = epochSeconds(now());
    await db.query.deleteFrom('sign_in_attempt').where('expires_at', '<=', seconds).execute();
    const ended = db.query
      .selectFrom('session')
      .select('id')
      .where('created_at', '<=', seconds - settings.get(absoluteSessionLifetime));
    await deleteInSlices((rows) => db.query.deleteFrom('session').where('id', 'in', ended.limit(rows)));
  },
};
