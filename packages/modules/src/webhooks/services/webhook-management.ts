import { implement } from '@tessera/webapi';
import { WebhookManagement } from '../contract/webhook-management.ts';
import { webhookUnknown } from '../errors.ts';
import { eventsOf } from '../event.ts';
import { subscribedSnapshot } from '../subscribers.ts';
import { createWebhook } from './create-webhook.ts';
import { redeliver, searchDeliveries, sendTest } from './deliveries.ts';
import { managedIntegration, managedWebhook } from './ownership.ts';
import { mayHear } from './webhook-input.ts';
import { type ShownWebhook, showWebhooks } from './webhook-rows.ts';

export const webhookManagement = implement(WebhookManagement, {
  create: ({ webhook }, call) => createWebhook(call, webhook),

  getList: async ({ integrationId }, call) => {
    const owner = managedIntegration(call);
    let query = call.db.query.selectFrom('webhook').selectAll().orderBy('id');
    if (owner !== null) query = query.where('integration_id', '=', owner);
    const rows = await query.execute();
    const wanted = integrationId === undefined ? rows : rows.filter((row) => row.integration_id === integrationId);
    return showWebhooks(call.db, wanted, call.now());
  },

  getById: async ({ id }, call) => {
    const [shown] = await showWebhooks(call.db, [await managedWebhook(call, call.db, id)], call.now());
    return shown as ShownWebhook;
  },

  deleteById: ({ id }, call) =>
    call.db.transaction(async (db) => {
      await managedWebhook(call, db, id);
      const { numDeletedRows } = await db.query.deleteFrom('webhook').where('id', '=', id).executeTakeFirst();
      if (numDeletedRows === 0n) throw webhookUnknown([String(id)]);
      await db.touch(subscribedSnapshot);
      return true;
    }),

  getEvents: (_, call) => {
    managedIntegration(call);
    const { caller } = call;
    return eventsOf(call.ports).map((event) => ({
      name: event.name,
      description: event.description,
      resource: event.resource,
      granted: caller.kind === 'integration' ? mayHear(call, caller, event) : null,
    }));
  },

  getDeliveries: ({ id, searchCriteria }, call) => searchDeliveries(call, id, searchCriteria),
  test: ({ id }, call) => sendTest(call, id),
  redeliver: ({ id }, call) => redeliver(call, id),
});
