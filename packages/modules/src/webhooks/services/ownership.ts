import type { Db } from '@tessera/database';
import { type Call, holds, notAuthorized } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import { deliveryUnknown, webhookUnknown } from '../errors.ts';
import type { WebhookTable } from '../tables.ts';

export type WebhookRow = Selectable<WebhookTable>;

const MANAGES_ALL = 'Magento_Integration::integrations';
const LARGEST_ID = 2_147_483_647;
/** PostgreSQL refuses to compare other numbers with an id. */
export const isRowId = (id: number): boolean => id > 0 && id <= LARGEST_ID;

/**
 * Whose webhooks the caller manages: an integration its own, however much it is granted; an admin who manages
 * integrations those of all, which is null.
 * @throws WebapiError `not_authorized`
 */
export function managedIntegration({ caller, store }: Call): number | null {
  if (caller.kind === 'integration') return caller.id;
  if (caller.kind === 'admin' && holds(caller, MANAGES_ALL, store, 'website')) return null;
  throw notAuthorized({ resources: MANAGES_ALL });
}

/** A webhook that the caller manages. @throws WebapiError `webhook_unknown`, for those of others too */
export async function managedWebhook(call: Call, db: Db, id: number): Promise<WebhookRow> {
  const owner = managedIntegration(call);
  const row = isRowId(id)
    ? await db.query.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (row === undefined || (owner !== null && row.integration_id !== owner)) throw webhookUnknown([String(id)]);
  return row;
}

/** The webhook of a delivery that the caller manages. @throws WebapiError `webhook_delivery_unknown` */
export async function managedDelivery(call: Call, db: Db, id: number): Promise<{ id: number; webhook: WebhookRow }> {
  const owner = managedIntegration(call);
  const webhook = isRowId(id)
    ? await db.query
        .selectFrom('webhook')
        .innerJoin('webhook_delivery', 'webhook_delivery.webhook_id', 'webhook.id')
        .selectAll('webhook')
        .where('webhook_delivery.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (webhook === undefined || (owner !== null && webhook.integration_id !== owner))
    throw deliveryUnknown([String(id)]);
  return { id, webhook };
}
