import { setting } from '@tessera/webapi';

export const webhookTimeout = setting('tessera/webhooks/timeout', {
  type: 'int',
  default: 15,
  min: 1,
  max: 60,
  unit: 'seconds',
  label: 'Time-out',
  description: 'How long one delivery of a webhook may take: name, connection and answer together.',
});
export const webhookConcurrency = setting('tessera/webhooks/concurrency', {
  type: 'int',
  default: 16,
  min: 1,
  max: 256,
  label: 'Deliveries at Once',
  description: 'So many deliveries a process has under way at once; at most four of them to one endpoint.',
});
export const breakerFailures = setting('tessera/webhooks/breaker_failures', {
  type: 'int',
  default: 5,
  min: 1,
  max: 1000,
  label: 'Failures until Paused',
  description:
    'After so many failed attempts in a row an endpoint is left alone for a minute, and twice as long after each further one, an hour at most.',
});
export const webhooksPerIntegration = setting('tessera/webhooks/per_integration', {
  type: 'int',
  default: 20,
  min: 1,
  max: 1000,
  label: 'Webhooks per Integration',
  description: 'An integration may have so many webhooks.',
});
export const webhookLogDays = setting('tessera/webhooks/log_days', {
  type: 'int',
  default: 7,
  min: 3,
  max: 365,
  unit: 'days',
  label: 'Delivery Log Retention',
  description: 'Deliveries, with what was sent, are deleted after this time. They hold personal data of customers.',
});

export const settings = [webhookTimeout, webhookConcurrency, breakerFailures, webhooksPerIntegration, webhookLogDays];
