import type { Db } from '@tessera/database';
import type { Selectable } from 'kysely';
import type { WebhookDeliveryTable } from '../tables.ts';

/** A delivery that is ours until `next_attempt_at`; then others count the attempt as lost and take it. */
export type ClaimedDelivery = Selectable<WebhookDeliveryTable>;

/** Attempts to one endpoint at once; only one while it is failing, to find out whether it is back. */
const PER_ENDPOINT = 4;

/** How many attempts of this process are under way, by webhook. */
export type UnderWay = ReadonlyMap<number, number>;

/** Webhooks with a delivery that is due, the longest waiting first. */
async function dueWebhooks(db: Db, now: number, free: number, underWay: UnderWay) {
  let query = db.query
    .selectFrom('webhook_delivery')
    .innerJoin('webhook', 'webhook.id', 'webhook_delivery.webhook_id')
    .select(['webhook.id', 'webhook.failures', 'webhook.disabled', 'webhook.paused_until'])
    .select((eb) => eb.fn.min('next_attempt_at').as('since'))
    .where('webhook_delivery.status', '=', 'pending')
    .where('next_attempt_at', '<=', now)
    .where('give_up_at', '>', now)
    .where((eb) => eb.or([eb('at_once', '=', 1), eb.and([eb('disabled', '=', 0), eb('paused_until', '<=', now)])]))
    .groupBy(['webhook.id', 'webhook.failures', 'webhook.disabled', 'webhook.paused_until'])
    .orderBy('since')
    .orderBy('webhook.id')
    .limit(free);
  const busy = [...underWay].filter(([, count]) => count >= PER_ENDPOINT).map(([id]) => id);
  if (busy.length > 0) query = query.where('webhook.id', 'not in', busy);
  return query.execute();
}

/**
 * Takes deliveries that are due, a few of each endpoint, so that one that is slow does not keep the others waiting.
 * A claim is a lease written in a short transaction, since nothing is sent while one is open: a worker that dies lets
 * go of its deliveries by the passing of time.
 * @param lease milliseconds
 */
export async function claimDeliveries(
  db: Db,
  now: number,
  free: number,
  underWay: UnderWay,
  lease: number,
): Promise<ClaimedDelivery[]> {
  const claimed: ClaimedDelivery[] = [];
  if (free <= 0) return claimed;
  for (const webhook of await dueWebhooks(db, now, free, underWay)) {
    const most = (webhook.failures > 0 ? 1 : PER_ENDPOINT) - (underWay.get(webhook.id) ?? 0);
    const limit = Math.min(most, free - claimed.length);
    if (limit <= 0) continue;
    const closed = webhook.disabled === 0 && webhook.paused_until <= now;
    claimed.push(...(await claimOf(db, webhook.id, now, limit, !closed, lease)));
  }
  return claimed;
}

const claimOf = (door: Db, webhookId: number, now: number, limit: number, byHandOnly: boolean, lease: number) =>
  door.transaction(async (db) => {
    let due = db.query
      .selectFrom('webhook_delivery')
      .select('id')
      .where('webhook_id', '=', webhookId)
      .where('status', '=', 'pending')
      .where('next_attempt_at', '<=', now)
      .where('give_up_at', '>', now)
      .orderBy('at_once', 'desc')
      .orderBy('next_attempt_at')
      .orderBy('id')
      .limit(limit);
    if (byHandOnly) due = due.where('at_once', '=', 1);
    const rows = await (db.dialect === 'postgres' ? due.forUpdate().skipLocked() : due).execute();
    if (rows.length === 0) return [];
    return db.query
      .updateTable('webhook_delivery')
      .set({ next_attempt_at: now + lease })
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .returningAll()
      .execute();
  });
