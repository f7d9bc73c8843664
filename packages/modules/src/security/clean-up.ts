import { epochSeconds } from '@tessera/database';
import type { BackgroundJob } from '@tessera/webapi';
import { absoluteSessionLifetime } from './settings.ts';

/** Deletes attempts that no longer count and sessions that have ended. */
export const securityCleanUp: BackgroundJob = {
  name: 'security-clean-up',
  everySeconds: 300,
  run: async (call) => {
    const now = epochSeconds(call.now());
    await call.db.query.deleteFrom('sign_in_attempt').where('expires_at', '<=', now).execute();
    await call.db.query
      .deleteFrom('session')
      .where('created_at', '<=', now - call.settings.get(absoluteSessionLifetime))
      .execute();
  },
};
