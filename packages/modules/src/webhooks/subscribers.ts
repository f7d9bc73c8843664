import { snapshot } from '@tessera/database';

/** Events that anybody has subscribed to: for the others nothing is written, so that they cost nothing. */
export const subscribedSnapshot = snapshot('webhook-events', async (db): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('webhook_subscription')
    .innerJoin('webhook', 'webhook.id', 'webhook_subscription.webhook_id')
    .select('event')
    .where('disabled', '=', 0)
    .distinct()
    .execute();
  return new Set(rows.map((row) => row.event));
});
