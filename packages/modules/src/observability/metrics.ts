import type { Ports } from '@tessera/webapi';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Counts, Durations } from './series.ts';

declare module '@tessera/webapi' {
  interface Ports {
    /** Whether this process counts anything. */
    readonly countsMetrics: boolean;
    /** How many connections to the database this process has; absent where there is no pool. */
    readonly databaseConnections?: () => { readonly busy: number; readonly idle: number; readonly waiting: number };
    /** The metrics of all processes that share the port, as text; absent where this one is alone. */
    readonly clusterMetrics?: () => Promise<string>;
  }
}

/** The metrics of one application, in this process. */
export type Metrics = ReturnType<typeof createMetrics>;

const byApplication = new WeakMap<Ports, Metrics>();

/** Seconds; a good answer takes about a millisecond. */
const REQUEST_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const STATEMENT_BUCKETS = [0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** The metrics of the application that these ports belong to; made at first use. */
export function metricsOf(ports: Ports): Metrics {
  let known = byApplication.get(ports);
  if (known === undefined) byApplication.set(ports, (known = createMetrics(ports)));
  return known;
}

function createMetrics(ports: Ports) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addConnections(registry, ports);
  const counts = <const Names extends readonly string[]>(name: string, labels: Names, help: string): Counts<Names> =>
    new Counts({ name, help, registry, labels });
  const durations = <const Names extends readonly string[]>(
    name: string,
    labels: Names,
    help: string,
    buckets: readonly number[],
  ): Durations<Names> => new Durations({ name, help, registry, labels }, buckets);
  return {
    registry,
    requests: counts(
      'tessera_requests_total',
      ['method', 'route', 'status', 'caller', 'binding'],
      'Answered requests by route template, status, kind of caller and binding.',
    ),
    durations: durations(
      'tessera_request_duration_seconds',
      ['method', 'route', 'binding'],
      'Time from the request being read to its answer being ready, by route template and binding.',
      REQUEST_BUCKETS,
    ),
    refusals: counts('tessera_refusals_total', ['code'], 'Refused requests by the code of the error (docs/errors.md).'),
    handshakes: counts(
      'tessera_handshake_steps_total',
      ['step', 'outcome'],
      'Steps of handshakes with integrations by outcome.',
    ),
    operations: counts(
      'tessera_bulk_operations_total',
      ['outcome'],
      'Attempts at asynchronous and bulk operations by outcome.',
    ),
    deliveries: counts('tessera_webhook_attempts_total', ['outcome'], 'Attempts at deliveries of webhooks by outcome.'),
    statements: durations(
      'tessera_database_statement_duration_seconds',
      ['operation'],
      'Time that statements took, by their first word.',
      STATEMENT_BUCKETS,
    ),
    failedStatements: counts(
      'tessera_database_failures_total',
      ['operation'],
      'Statements that the database refused or did not answer, by their first word.',
    ),
  };
}

function addConnections(registry: Registry, { databaseConnections }: Ports): void {
  if (databaseConnections === undefined) return;
  new Gauge({
    name: 'tessera_database_connections',
    help: 'Connections to the database by state; waiting are statements that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, value] of Object.entries(databaseConnections())) this.set({ state }, value);
    },
  });
}
