import { allow, del, get, post } from '@tessera/webapi';
import { WebhookManagement } from './contract/webhook-management.ts';

// Held by every admin with a role and every integration with a grant. Which webhooks the caller may see and change is
// the service's decision: an integration its own, an admin with Magento_Integration::integrations all.
const callers = allow('Magento_Backend::admin');
// Not asynchronously: results of queued calls are stored and shown, and one of these holds a secret.
const ours = { extension: true, synchronousOnly: true };
const change = { ...ours, identityCheck: true };

export const routes = [
  get('/V1/webhooks/events', WebhookManagement.getEvents, callers, ours),
  post('/V1/webhooks', WebhookManagement.create, callers, change),
  get('/V1/webhooks', WebhookManagement.getList, callers, ours),
  get('/V1/webhooks/:id', WebhookManagement.getById, callers, ours),
  del('/V1/webhooks/:id', WebhookManagement.deleteById, callers, change),
  get('/V1/webhooks/:id/deliveries', WebhookManagement.getDeliveries, callers, ours),
  post('/V1/webhooks/:id/test', WebhookManagement.test, callers, ours),
  post('/V1/webhooks/deliveries/:id/redeliver', WebhookManagement.redeliver, callers, ours),
];
