import { dateTime, deleteInSlices } from '@tessera/database';
import type { BackgroundJob } from '@tessera/webapi';
import { webhookLogDays } from './settings.ts';

const DAY_MS = 86_400_000;

/** Gives up what has waited too long, and keeps the log as small as the setting says. */
export const webhookCleanUp: BackgroundJob = {
  name: 'webhooks-clean-up',
  everySeconds: 60,
  run: async ({ db, now, settings }) => {
    await db.query
      .updateTable('webhook_delivery')
      .set({ status: 'failed', at_once: 0 })
      .where('status', '=', 'pending')
      .where('give_up_at', '<=', now())
      .execute();
    const before = now() - settings.get(webhookLogDays) * DAY_MS;
    const old = db.query
      .selectFrom('webhook_delivery')
      .select('id')
      .where('status', '<>', 'pending')
      .where('created_at', '<', dateTime(before));
    await deleteInSlices((rows) => db.query.deleteFrom('webhook_delivery').where('id', 'in', old.limit(rows)));
    // Those that nobody was told of, or not any more.
    const forgotten = db.query
      .selectFrom('webhook_event')
      .select('webhook_event.id')
      .where('dispatched', '=', 1)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('webhook_delivery')
              .select('webhook_delivery.id')
              .whereRef('webhook_delivery.event_id', '=', 'webhook_event.id'),
          ),
        ),
      );
    await deleteInSlices((rows) => db.query.deleteFrom('webhook_event').where('id', 'in', forgotten.limit(rows)));
  },
};
