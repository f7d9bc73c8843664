import type { CustomerListener } from '../customer/services/customer-events.ts';
import type { IntegrationListener } from '../integration/services/integration-events.ts';
import { publishEvent } from './outbox.ts';
import { subscribedSnapshot } from './subscribers.ts';

export const customerListener: CustomerListener = ({ kind, customer }, call, db) =>
  publishEvent(call, db, `customer.${kind}`, customer);

export const integrationListener: IntegrationListener = async ({ kind, integration }, call, db) => {
  await publishEvent(call, db, `integration.${kind}`, integration);
  // Its webhooks go with it.
  if (kind === 'deleted') await db.touch(subscribedSnapshot);
};
