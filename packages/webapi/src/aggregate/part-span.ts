import type { Call } from '../access/call.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import type { PlannedCall } from './aggregate-plan.ts';

/** Says in a part's span what became of it; null for a good answer. */
export type Answered = (error: WebapiError | null) => void;

/**
 * Executes a part of an aggregate within a span of its own; without tracing just so.
 * @param route null where the part's URL leads to none
 */
export function inPartSpan<T>(
  { method }: PlannedCall,
  route: CompiledRoute | null,
  { ports, caller }: Call,
  work: (answered: Answered) => Promise<T>,
): Promise<T> {
  const { tracing } = ports;
  if (tracing === undefined) return work(() => {});
  const known: Record<string, string> =
    route === null
      ? {}
      : {
          'http.route': route.path,
          'tessera.operation': `${route.route.operation.service}::${route.route.operation.method}`,
        };
  return tracing.inSpan(
    {
      name: route === null ? `aggregate ${method}` : `aggregate ${method} ${route.path}`,
      kind: 'internal',
      attributes: { 'tessera.binding': 'aggregate', 'tessera.caller.kind': caller.kind, ...known },
    },
    (span) =>
      work((error) => {
        span.set('http.response.status_code', error?.status ?? 200);
        if (error !== null) span.set('tessera.error.code', error.code);
        if (error !== null && error.status >= 500) span.fail(error.code);
      }),
  );
}
