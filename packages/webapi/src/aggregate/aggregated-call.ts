import { type Call, callAs, type StoreScope } from '../access/call.ts';
import { requestNotProcessable, routeNotFound } from '../errors/catalogue.ts';
import { errorBody } from '../errors/error-body.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { HttpRequest } from '../http/message.ts';
import { announce } from '../pipeline/announce.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { admitCall, projectResult, readArguments } from '../pipeline/steps.ts';
import { compileFields } from '../rest/fields.ts';
import type { PhpMap } from '../rest/query.ts';
import { mergeInput, readQuery } from '../rest/read-input.ts';
import { readTarget } from '../rest/request-target.ts';
import { asWebapiError } from '../rest/rest.ts';
import { aggregateInvalid } from './aggregate-errors.ts';
import type { PlannedCall } from './aggregate-plan.ts';

export const AGGREGATE_PATH = '/V1/aggregate';

/** The answer to one call of an aggregate: what it would have been alone. */
export interface AggregateAnswer {
  readonly id: string;
  readonly status: number;
  readonly body: unknown;
}

/** Where a call of an aggregate leads to. */
export interface LocatedCall {
  readonly route: CompiledRoute;
  readonly variables: Readonly<Record<string, string>>;
  readonly query: PhpMap;
  readonly store: StoreScope;
}

/**
 * `/V1/…` is at the aggregate's store view, `/rest/<store>/V1/…` at the one that it names.
 * @throws WebapiError for what is no synchronous call, or no route
 */
export function locate(url: string, method: string, call: Call): LocatedCall {
  const { match, ports } = call.ports.kernel;
  const isShort = /^\/V\d/.test(url);
  const target = readTarget(isShort ? `${ports.basePath}/rest${url}` : url, {
    basePath: ports.basePath,
    storeExists: (code) => ports.storeByCode(code) !== null,
  });
  if (target.area !== 'rest' || target.kind !== 'sync') throw requestNotProcessable();
  const found = match(method, target.segments);
  if (found === null) throw routeNotFound();
  const named = target.store === null ? null : ports.storeByCode(target.store);
  return {
    ...found,
    query: readQuery(target.rawQuery),
    store: isShort ? call.store : (named ?? ports.defaultStore()),
  };
}

/** An aggregate in an aggregate would escape the limits. @throws WebapiError */
export function refuseNested({ id, method, url }: PlannedCall, call: Call): void {
  let path: string;
  try {
    path = locate(url, method, call).route.path;
  } catch {
    return;
  }
  if (path === AGGREGATE_PATH) throw aggregateInvalid({ id, reason: 'an aggregate cannot be a part of an aggregate.' });
}

/** The aggregate's call at another store view. Headers that a part would answer with are nobody's. */
export function callAt(store: StoreScope, call: Call): Call {
  const here = store.id === call.store.id ? {} : { store, settings: call.settings.at(store) };
  return callAs(call, { ...here, binding: 'aggregate', responseHeaders: {} });
}

/** Steps: authorize → TLS → guards, as for a call that came in alone. */
export async function admit({ route }: LocatedCall, call: Call): Promise<void> {
  await admitCall(route, call, call.ports.kernel.guards, requestOf(call));
}

/** Steps: read input → force → decode → invoke → project → fields. */
export async function invoke({ route, variables, query }: LocatedCall, body: unknown, call: Call): Promise<unknown> {
  if (route.path === AGGREGATE_PATH) throw requestNotProcessable();
  const args = await readArguments(route, mergeInput(route.route, variables, query, body), call);
  const result = projectResult(route, await route.invoke(args, call), call);
  const fields = query['fields'];
  return fields === undefined ? result : compileFields(fields)(result);
}

/** Any error as the aggregate's caller sees it; faults of ours are reported. */
export const asAnswered = (error: unknown, call: Call): WebapiError =>
  asWebapiError(error, requestOf(call), call.ports.kernel);

export const failedAnswer = ({ id }: PlannedCall, error: WebapiError): AggregateAnswer => ({
  id,
  status: error.status,
  body: errorBody(error),
});

/** Tells the log of a part's answer. */
export function announcePart(
  call: Call,
  route: CompiledRoute | null,
  started: number,
  error: WebapiError | null,
): void {
  announce(call.ports.kernel, {
    request: requestOf(call),
    binding: 'aggregate',
    route,
    caller: call.caller,
    store: call.store,
    status: error?.status ?? 200,
    milliseconds: performance.now() - started,
    error,
    requestId: call.requestId,
    call,
  });
}

const requestOf = ({ request }: Call): HttpRequest => {
  if (request === null) throw new Error('an aggregate comes in by HTTP');
  return request;
};
