import { boolean, data, int, list, optional, required, searchResults, string } from '@tessera/webapi';

/** A webhook. Status, counters and dates are not taken from input. */
export const Webhook = data('Tessera\\Webhooks\\Api\\Data\\WebhookInterface', {
  id: required(int),
  integration_id: required(int, { description: 'Whose grants count. An integration that calls need not give it.' }),
  url: required(string, { description: 'HTTPS address to which the events are posted.' }),
  description: optional(string),
  events: required(list(string)),
  status: required(string, {
    description: 'active; paused, while the circuit breaker is open; disabled, after the endpoint answered 410.',
  }),
  failures: required(int, { description: 'Attempts that failed since the last good one.' }),
  paused_until: optional(string),
  created_at: required(string),
  secret: optional(string, { description: 'Shown once, in the answer to the creation.', readOnly: true }),
});

export const WebhookAttempt = data('Tessera\\Webhooks\\Api\\Data\\AttemptInterface', {
  attempted_at: required(string),
  outcome: required(string, { description: 'ok or failed.' }),
  http_status: optional(int),
  detail: required(string),
  milliseconds: required(int),
});
export const WebhookDelivery = data('Tessera\\Webhooks\\Api\\Data\\DeliveryInterface', {
  id: required(int),
  webhook_id: required(int),
  message_id: required(string, { description: '`webhook-id` of the delivery; the same at every attempt.' }),
  event: required(string),
  status: required(string, {
    description: 'pending, delivered, failed, or withheld: the integration may not read the object (any more).',
  }),
  created_at: required(string),
  next_attempt_at: optional(string),
  delivered_at: optional(string),
  attempts: required(list(WebhookAttempt), { description: 'The first first.' }),
});
export const WebhookDeliveries = searchResults(
  'Tessera\\Webhooks\\Api\\Data\\DeliverySearchResultsInterface',
  WebhookDelivery,
);

export const WebhookEvent = data('Tessera\\Webhooks\\Api\\Data\\EventInterface', {
  name: required(string),
  description: required(string),
  resource: required(string, { description: 'What an integration has to be granted to subscribe to it.' }),
  granted: optional(boolean, { description: 'Of an integration that calls: whether it is granted that.' }),
});
