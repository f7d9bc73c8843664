import type { Call } from '@tessera/webapi';
import type { ClaimedDelivery } from './claim.ts';

/** Attempts a delivery within a span; without tracing just so. */
export function inDeliverySpan<T>(
  { ports: { tracing } }: Call,
  delivery: ClaimedDelivery,
  event: string,
  work: () => Promise<T>,
): Promise<T> {
  if (tracing === undefined) return work();
  return tracing.inSpan(
    {
      name: `deliver ${event}`,
      kind: 'internal',
      attributes: {
        'tessera.webhook.id': delivery.webhook_id,
        'tessera.webhook.delivery': delivery.id,
        'tessera.webhook.event': event,
      },
    },
    work,
  );
}
