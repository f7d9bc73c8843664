import { dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { sql } from 'kysely';
import { DELIVERY_LIFETIME } from '../schedule.ts';
import type { DeliveryStatus } from '../tables.ts';

const EVENTS_AT_ONCE = 200;

/**
 * Makes out the deliveries of events that wait in the outbox: one for each webhook that has subscribed. Event and
 * deliveries change in one transaction, so that neither a crash nor another worker makes any of them twice or never.
 * @returns the number of events
 */
export async function dispatchEvents(call: Pick<Call, 'db' | 'now'>): Promise<number> {
  const waiting = call.db.query.selectFrom('webhook_event').select('id').where('dispatched', '=', 0);
  // A look is cheap; a transaction is the only writer on SQLite.
  if ((await waiting.limit(1).executeTakeFirst()) === undefined) return 0;
  return call.db.transaction(async (db) => {
    const open = db.query
      .selectFrom('webhook_event')
      .select(['id', 'event'])
      .where('dispatched', '=', 0)
      .orderBy('id')
      .limit(EVENTS_AT_ONCE);
    const events = await (db.dialect === 'postgres' ? open.forUpdate().skipLocked() : open).execute();
    if (events.length === 0) return 0;
    const now = call.now();
    await db.query
      .insertInto('webhook_delivery')
      .columns(['event_id', 'webhook_id', 'status', 'next_attempt_at', 'give_up_at', 'created_at'])
      .expression((eb) =>
        eb
          .selectFrom('webhook_event')
          .innerJoin('webhook_subscription', 'webhook_subscription.event', 'webhook_event.event')
          .innerJoin('webhook', 'webhook.id', 'webhook_subscription.webhook_id')
          .select((of) => [
            'webhook_event.id',
            'webhook_subscription.webhook_id',
            sql<DeliveryStatus>`'pending'`.as('status'),
            of.lit(now).as('next_attempt_at'),
            of.lit(now + DELIVERY_LIFETIME).as('give_up_at'),
            of.val(dateTime(now)).$castTo<string>().as('created_at'),
          ])
          .where('webhook.disabled', '=', 0)
          .where(
            'webhook_event.id',
            'in',
            events.map((event) => event.id),
          ),
      )
      .execute();
    await db.query
      .updateTable('webhook_event')
      .set({ dispatched: 1 })
      .where(
        'id',
        'in',
        events.map((event) => event.id),
      )
      .execute();
    return events.length;
  });
}
