import type { AnsweredCall, Ports } from '@tessera/webapi';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The metrics of one application. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'method' | 'route' | 'status' | 'caller' | 'binding'>;
  readonly durations: Histogram<'binding' | 'status_class'>;
  readonly refusals: Counter<'code'>;
}

const byApplication = new WeakMap<Ports, Metrics>();

/** Seconds; a good answer takes about a millisecond. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** The metrics of the application that these ports belong to; made at first use. */
export function metricsOf(ports: Ports): Metrics {
  const known = byApplication.get(ports);
  if (known !== undefined) return known;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics: Metrics = {
    registry,
    requests: new Counter({
      name: 'tessera_requests_total',
      help: 'Answered requests by route template, status, kind of caller and binding.',
      labelNames: ['method', 'route', 'status', 'caller', 'binding'],
      registers: [registry],
    }),
    durations: new Histogram({
      name: 'tessera_request_duration_seconds',
      help: 'Time from the request being read to its answer being ready.',
      labelNames: ['binding', 'status_class'],
      buckets: BUCKETS,
      registers: [registry],
    }),
    refusals: new Counter({
      name: 'tessera_refusals_total',
      help: 'Refused requests by the code of the error (docs/errors.md).',
      labelNames: ['code'],
      registers: [registry],
    }),
  };
  byApplication.set(ports, metrics);
  return metrics;
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/** Counts an answered request. Labels come from our own templates only, so that no client can make them grow. */
export function countRequest({
  request,
  route,
  status,
  caller,
  binding,
  milliseconds,
  error,
  call,
}: AnsweredCall): void {
  if (call === null) return;
  const { requests, durations, refusals } = metricsOf(call.ports);
  requests.inc({
    method: METHODS.has(request.method) ? request.method : 'other',
    route: route?.path ?? 'none',
    status,
    caller: caller?.kind ?? 'unknown',
    binding,
  });
  durations.observe({ binding, status_class: `${Math.trunc(status / 100)}xx` }, milliseconds / 1000);
  if (error !== null) refusals.inc({ code: error.code });
}
