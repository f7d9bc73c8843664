import type { Call, Gauge } from '@tessera/webapi';
import { sql } from 'kysely';

const count = (value: { n: number | string }): number => Number(value.n);

const pendingDeliveries: Gauge = {
  name: 'tessera_webhook_pending_deliveries',
  help: 'Webhook deliveries that are not done, those that wait for a further attempt included.',
  read: async ({ db }: Call) =>
    count(
      await db.query
        .selectFrom('webhook_delivery')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('status', '=', sql.lit('pending'))
        .executeTakeFirstOrThrow(),
    ),
};

const undispatchedEvents: Gauge = {
  name: 'tessera_webhook_undispatched_events',
  help: 'Events that wait for their deliveries to be made out.',
  read: async ({ db }: Call) =>
    count(
      await db.query
        .selectFrom('webhook_event')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('dispatched', '=', (eb) => eb.lit(0))
        .executeTakeFirstOrThrow(),
    ),
};

const pausedEndpoints: Gauge = {
  name: 'tessera_webhook_paused_endpoints',
  help: 'Webhooks that nothing is sent to now, since they keep failing or said that they are gone.',
  read: async ({ db, now }: Call) =>
    count(
      await db.query
        .selectFrom('webhook')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where((eb) => eb.or([eb('disabled', '=', 1), eb('paused_until', '>', now())]))
        .executeTakeFirstOrThrow(),
    ),
};

export const gauges: readonly Gauge[] = [pendingDeliveries, undispatchedEvents, pausedEndpoints];
