import type { CustomerListener } from '../customer/services/customer-events.ts';
import type { IntegrationListener } from '../integration/services/integration-events.ts';
import { publishEvent } from './outbox.ts';
import { subscribedSnapshot } from './subscribers.ts';

export const customerListener: CustomerListener = ({ kind, customer }, call, db) =>
  publishEvent(call, db, `customer.${kind}`, customer);

export const integrationListener: IntegrationListener = async (change, call, db) => {
  const { kind, integration } = change;
  const { id: integration_id, name: integration_name } = integration;
  const data = 'token' in change ? { integration_id, integration_name, token: change.token } : integration;
  await publishEvent(call, db, `integration.${kind}`, data);
  // Its webhooks go with it.
  if (kind === 'deleted') await db.touch(subscribedSnapshot);
};
