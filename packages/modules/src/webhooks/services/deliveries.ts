import { type Db, dateTime, fieldsOf, pageCriteria, refusedAs, whereCriteria } from '@tessera/database';
import { type Call, type Input, type Output, readCriteria, type SearchCriteria } from '@tessera/webapi';
import { sql } from 'kysely';
import type { WebhookDeliveries, WebhookDelivery } from '../contract/data.ts';
import { deliveryUnknown, webhookUnknown } from '../errors.ts';
import { TEST_EVENT } from '../event.ts';
import { wakeWebhookWorkers } from '../outbox.ts';
import { DELIVERY_LIFETIME } from '../schedule.ts';
import { newMessageId } from '../signature.ts';
import { managedDelivery, managedWebhook } from './ownership.ts';

type ShownDelivery = Output<typeof WebhookDelivery>;

const fieldOf = fieldsOf(
  {
    id: ['webhook_delivery.id', 'number'],
    event: ['webhook_event.event', 'text'],
    message_id: ['webhook_event.message_id', 'text'],
    status: ['webhook_delivery.status', 'text'],
    created_at: ['webhook_delivery.created_at', 'date'],
    delivered_at: ['webhook_delivery.delivered_at', 'date'],
  },
  ['delivered_at'],
);

const joined = (db: Db) =>
  db.query.selectFrom('webhook_delivery').innerJoin('webhook_event', 'webhook_event.id', 'webhook_delivery.event_id');
const COLUMNS = [
  'webhook_delivery.id',
  'webhook_id',
  'message_id',
  'event',
  'status',
  'created_at',
  'next_attempt_at',
  'delivered_at',
] as const;
type Row = Awaited<ReturnType<typeof rowsOf>>[number];
const rowsOf = (db: Db, id: number) => joined(db).select(COLUMNS).where('webhook_delivery.id', '=', id).execute();

async function show(db: Db, rows: readonly Row[]): Promise<ShownDelivery[]> {
  if (rows.length === 0) return [];
  const attempts = await db.query
    .selectFrom('webhook_attempt')
    .selectAll()
    .where(
      'delivery_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('id')
    .execute();
  const byDelivery = Map.groupBy(attempts, (row) => row.delivery_id);
  return rows.map(({ next_attempt_at, ...row }) => ({
    ...row,
    next_attempt_at: row.status === 'pending' ? dateTime(next_attempt_at) : null,
    attempts: (byDelivery.get(row.id) ?? []).map(({ id: _, delivery_id: __, ...attempt }) => attempt),
  }));
}
const showOne = async (db: Db, id: number): Promise<ShownDelivery> =>
  (await show(db, await rowsOf(db, id)))[0] as ShownDelivery;

/** The delivery log of a webhook, the last first. */
export async function searchDeliveries(
  call: Call,
  webhookId: number,
  given: Input<typeof SearchCriteria> | undefined,
): Promise<Output<typeof WebhookDeliveries>> {
  const { db } = call;
  const { id } = await managedWebhook(call, db, webhookId);
  const criteria = readCriteria(given ?? {});
  const sorted = criteria.sort.length > 0 ? criteria : { ...criteria, sort: [LAST_FIRST] };
  const filtered = whereCriteria(joined(db), criteria, fieldOf, db.dialect).where('webhook_id', '=', id);
  const rows = await pageCriteria(filtered, sorted, fieldOf, db.dialect, sql.ref('webhook_delivery.id'))
    .select(COLUMNS)
    .execute();
  const { count } = await filtered.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  return { items: await show(db, rows), search_criteria: criteria.echo, total_count: Number(count) };
}
const LAST_FIRST = { field: 'id', direction: 'DESC' } as const;

/** Makes out a delivery of the test event to one webhook, whatever it has subscribed to. */
export const sendTest = (call: Call, webhookId: number): Promise<ShownDelivery> =>
  call.db.transaction(async (db) => {
    const webhook = await managedWebhook(call, db, webhookId);
    const now = call.now();
    const event = await db.query
      .insertInto('webhook_event')
      .values({
        message_id: newMessageId(),
        event: TEST_EVENT,
        data: JSON.stringify({ webhook_id: webhook.id }),
        occurred_at: now,
        dispatched: 1,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { id } = await db.query
      .insertInto('webhook_delivery')
      .values({
        event_id: event.id,
        webhook_id: webhook.id,
        status: 'pending',
        next_attempt_at: now,
        give_up_at: now + DELIVERY_LIFETIME,
        at_once: 1,
        created_at: dateTime(now),
        delivered_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
      .catch(refusedAs({ missing: () => webhookUnknown([String(webhookId)]) }));
    await wakeWebhookWorkers(db, call);
    return showOne(db, id);
  });

/** Lets a delivery begin anew, with all its attempts. */
export const redeliver = (call: Call, deliveryId: number): Promise<ShownDelivery> =>
  call.db.transaction(async (db) => {
    const { id } = await managedDelivery(call, db, deliveryId);
    const now = call.now();
    const { numUpdatedRows } = await db.query
      .updateTable('webhook_delivery')
      .set({
        status: 'pending',
        attempts: 0,
        next_attempt_at: now,
        give_up_at: now + DELIVERY_LIFETIME,
        at_once: 1,
        delivered_at: null,
      })
      .where('id', '=', id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw deliveryUnknown([String(id)]);
    await wakeWebhookWorkers(db, call);
    return showOne(db, id);
  });
