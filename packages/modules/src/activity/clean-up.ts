import type { BackgroundJob } from '@tessera/webapi';
import { logDays, logRows, statisticsDays } from './settings.ts';

const DAY_MS = 86_400_000;

/** Keeps the access log and the statistics as small as the settings say. */
export const activityCleanUp: BackgroundJob = {
  name: 'activity-clean-up',
  everySeconds: 60,
  run: async ({ db, settings, now }) => {
    const newest = await db.query.selectFrom('api_call').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
    if (newest !== undefined) {
      // Ids ascend without many gaps, so the size follows from them.
      await db.query
        .deleteFrom('api_call')
        .where('id', '<=', newest.id - settings.get(logRows))
        .execute();
      const oldest = now() - settings.get(logDays) * DAY_MS;
      const last = await db.query
        .selectFrom('api_call')
        .select('id')
        .where('occurred_at', '<', oldest)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (last !== undefined) await db.query.deleteFrom('api_call').where('id', '<=', last.id).execute();
    }
    const slot = Math.floor((now() - settings.get(statisticsDays) * DAY_MS) / 1000);
    await db.query.deleteFrom('api_call_count').where('slot', '<', slot).execute();
  },
};
