import { type Db, inSlices, SLICE_ROWS } from '@tessera/database';
import type { BackgroundJob } from '@tessera/webapi';
import { logDays, logRows, statisticsDays } from './settings.ts';

const DAY_MS = 86_400_000;

/** Keeps the access log and the statistics as small as the settings say. */
export const activityCleanUp: BackgroundJob = {
  name: 'activity-clean-up',
  everySeconds: 10,
  run: async ({ db, settings, now }) => {
    const newest = await db.query.selectFrom('api_call').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
    // Ids ascend without many gaps, so the size follows from them.
    const until = (newest?.id ?? 0) - settings.get(logRows);
    const before = now() - settings.get(logDays) * DAY_MS;
    await inSlices(() => forgetCalls(db, until, before));
    const slot = Math.floor((now() - settings.get(statisticsDays) * DAY_MS) / 1000);
    await db.query.deleteFrom('api_call_count').where('slot', '<', slot).execute();
  },
};

/** Goes by id, which ascends with time. */
async function forgetCalls(db: Db, until: number, before: number): Promise<number> {
  const oldest = await db.query
    .selectFrom('api_call')
    .select(['id', 'occurred_at'])
    .orderBy('id')
    .limit(SLICE_ROWS)
    .execute();
  const kept = oldest.findIndex(({ id, occurred_at }) => id > until && Number(occurred_at) >= before);
  const removable = kept < 0 ? oldest : oldest.slice(0, kept);
  const last = removable.at(-1);
  if (last !== undefined) await db.query.deleteFrom('api_call').where('id', '<=', last.id).execute();
  return removable.length;
}
