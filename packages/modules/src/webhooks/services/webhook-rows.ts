import { byCodePoint, type Db, dateTime } from '@tessera/database';
import type { Output } from '@tessera/webapi';
import { sql } from 'kysely';
import type { Webhook } from '../contract/data.ts';
import type { WebhookRow } from './ownership.ts';

export type ShownWebhook = Output<typeof Webhook>;

/** Webhooks as the API shows them, without their secrets. @param now milliseconds since the epoch */
export async function showWebhooks(db: Db, rows: readonly WebhookRow[], now: number): Promise<ShownWebhook[]> {
  if (rows.length === 0) return [];
  const subscriptions = await db.query
    .selectFrom('webhook_subscription')
    .selectAll()
    .where(
      'webhook_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy(byCodePoint(sql.ref('event'), db.dialect))
    .execute();
  const eventsOf = Map.groupBy(subscriptions, (row) => row.webhook_id);
  return rows.map((row) => {
    const paused = row.paused_until > now;
    return {
      id: row.id,
      integration_id: row.integration_id,
      url: row.url,
      description: row.description,
      events: (eventsOf.get(row.id) ?? []).map((entry) => entry.event),
      status: row.disabled === 1 ? 'disabled' : paused ? 'paused' : 'active',
      failures: row.failures,
      paused_until: paused ? dateTime(row.paused_until) : null,
      created_at: row.created_at,
    };
  });
}
