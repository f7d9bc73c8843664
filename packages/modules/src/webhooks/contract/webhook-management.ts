import { boolean, int, list, maybe, operation, SearchCriteria, service } from '@tessera/webapi';
import { Webhook, WebhookDeliveries, WebhookDelivery, WebhookEvent } from './data.ts';

/** Ours: events that are posted to integrations. An integration manages its own, an admin everybody's. */
export const WebhookManagement = service('Tessera\\Webhooks\\Api\\WebhookManagementInterface', {
  create: operation({ webhook: Webhook }, Webhook, 'The answer holds the secret, which is not shown again.'),
  getList: operation({ integrationId: maybe(int) }, list(Webhook)),
  getById: operation({ id: int }, Webhook),
  deleteById: operation({ id: int }, boolean, 'Deletes its deliveries as well, also those that wait.'),
  getEvents: operation({}, list(WebhookEvent), 'The events that there are.'),
  getDeliveries: operation({ id: int, searchCriteria: maybe(SearchCriteria) }, WebhookDeliveries, 'The last first.'),
  test: operation({ id: int }, WebhookDelivery, 'Sends `webhook.test`, once; a good answer ends a pause.'),
  redeliver: operation({ id: int }, WebhookDelivery, 'Sends the same message again, whatever became of it.'),
});
