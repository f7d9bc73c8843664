import { problem } from '@tessera/webapi';

export const webhookUnknown = problem(
  'webhook_unknown',
  404,
  'The webhook with ID "%1" doesn\'t exist.',
  'No webhook has this id, or it belongs to another integration than the caller.',
);
export const deliveryUnknown = problem(
  'webhook_delivery_unknown',
  404,
  'The webhook delivery with ID "%1" doesn\'t exist.',
  'No delivery has this id (any more), or it belongs to another integration than the caller.',
);
export const eventUnknown = problem(
  'webhook_event_unknown',
  400,
  'There is no event "%1".',
  'No loaded module declares this event; `GET /V1/webhooks/events` lists those that there are.',
);
export const eventNotGranted = problem(
  'webhook_event_not_granted',
  400,
  'The event "%1" needs the resource %2, which the integration is not granted.',
  'An integration hears only of what it may read.',
);
export const webhookHttpsRequired = problem(
  'webhook_https_required',
  400,
  'The URL of a webhook must begin with https://.',
  'Deliveries hold personal data. Plain HTTP is allowed only where private addresses are (`tessera/security/allow_private_addresses`).',
);
export const webhookAddressPrivate = problem(
  'webhook_address_private',
  400,
  'The URL of a webhook must not lead to a private or reserved address.',
  'The setting `tessera/security/allow_private_addresses` is off. Host names are looked up at each delivery and held to the same rule.',
);
export const tooManyWebhooks = problem(
  'webhook_too_many',
  400,
  'An integration may have no more than %1 webhooks.',
  'The setting `tessera/webhooks/per_integration` limits them.',
);

export const webhookErrors = [
  webhookUnknown,
  deliveryUnknown,
  eventUnknown,
  eventNotGranted,
  webhookHttpsRequired,
  webhookAddressPrivate,
  tooManyWebhooks,
];
