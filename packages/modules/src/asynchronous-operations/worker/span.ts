import type { Ready } from './bulk-context.ts';
import type { ClaimedOperation } from './claim.ts';

/** Works on an operation within a span, in the trace of the request that asked for it; without tracing just so. */
export function inOperationSpan<T>(
  { route, call, traceparent }: Ready,
  operation: ClaimedOperation,
  work: () => Promise<T>,
): Promise<T> {
  const { tracing } = call.ports;
  if (tracing === undefined) return work();
  const { service, method } = route.route.operation;
  return tracing.inSpan(
    {
      name: `bulk ${route.method} ${route.path}`,
      kind: 'consumer',
      attributes: {
        'tessera.binding': 'bulk',
        'tessera.operation': `${service}::${method}`,
        'tessera.bulk.id': operation.bulk_id,
        'tessera.bulk.operation_key': operation.operation_key,
        'tessera.caller.kind': call.caller.kind,
      },
      causedBy: traceparent,
    },
    work,
  );
}
