import { type AnsweredCall, type Call, type Ports, templateOf } from '@tessera/webapi';
import { metricsOf } from './metrics.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/** Counts an answered request. Labels come from our own templates only, so that no client can make them grow. */
export function countRequest(event: AnsweredCall, ports: Ports): void {
  if (!ports.countsMetrics) return;
  const { requests, durations, refusals } = metricsOf(ports);
  const { request, status, caller, binding, milliseconds, error } = event;
  const method = METHODS.has(request.method) ? request.method : 'other';
  const route = templateOf(event) ?? 'none';
  const kind = caller?.kind ?? 'unknown';
  requests.add(method, route, status, kind, binding);
  durations.add(milliseconds / 1000, method, route, binding);
  if (error !== null) refusals.add(error.code);
}

/** Counts a step of a handshake. */
export function countHandshake(
  { ports }: Pick<Call, 'ports'>,
  step: 'callback' | 'request_token' | 'access_token' | 'activation',
  outcome: 'ok' | 'failed',
): void {
  if (ports.countsMetrics) metricsOf(ports).handshakes.add(step, outcome);
}

/** Counts an attempt at a queued operation. */
export function countOperation(
  { ports }: Pick<Call, 'ports'>,
  outcome: 'complete' | 'failed' | 'retriable' | 'postponed',
): void {
  if (ports.countsMetrics) metricsOf(ports).operations.add(outcome);
}

/** Counts an attempt at a delivery of a webhook. */
export function countDelivery(
  { ports }: Pick<Call, 'ports'>,
  outcome: 'delivered' | 'failed' | 'gone' | 'postponed' | 'withheld',
): void {
  if (ports.countsMetrics) metricsOf(ports).deliveries.add(outcome);
}

const OPERATIONS = new Set(['select', 'insert', 'update', 'delete', 'begin', 'commit', 'rollback']);

/** The first word of a statement, of those that there are many of. */
function operationOf(sql: string): string {
  const end = sql.indexOf(' ');
  const word = end === -1 ? sql : sql.slice(0, end);
  return OPERATIONS.has(word) ? word : 'other';
}

/** Measures an executed statement. */
export function countStatement(ports: Ports, sql: string, milliseconds: number, failed: boolean): void {
  if (!ports.countsMetrics) return;
  const { statements, failedStatements } = metricsOf(ports);
  const operation = operationOf(sql);
  statements.add(milliseconds / 1000, operation);
  if (failed) failedStatements.add(operation);
}
