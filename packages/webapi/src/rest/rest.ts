import type { Call, StoreScope } from '../access/call.ts';
import { type Caller, GUEST } from '../access/caller.ts';
import { valuesAllowed } from '../access/values-allowed.ts';
import {
  internalError,
  methodNotSupported,
  notAcceptable,
  requestNotProcessable,
  routeNotFound,
} from '../errors/catalogue.ts';
import { WebapiError } from '../errors/problem.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Kernel } from '../kernel.ts';
import { announce } from '../pipeline/announce.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { identifyCaller, identifyLeniently } from '../pipeline/identify-caller.ts';
import { throughInterceptors } from '../pipeline/interceptor.ts';
import { admitCall, projectResult, readArguments } from '../pipeline/steps.ts';
import { HTTP_METHODS } from '../routing/route.ts';
import type { Match } from '../routing/router.ts';
import { answer, errorAnswer, type Format } from './answer.ts';
import { compileFields } from './fields.ts';
import { negotiate } from './negotiate.ts';
import { readInput, readQuery } from './read-input.ts';
import { type RequestTarget, type RestKind, readTarget } from './request-target.ts';

/** What is known of a request so far; filled step by step, and what the log is told in the end. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly target: RequestTarget;
  readonly format: Format;
  readonly store: StoreScope;
  call: Call;
  route: CompiledRoute | null;
  caller: Caller | null;
}

/** Answers requests of one kind (asynchronous calls, schema documents) once format, method and store are known. */
export type RestProcessor = (exchange: Exchange, kernel: Kernel) => Promise<HttpResponse>;
export type RestProcessors = Readonly<Partial<Record<RestKind, RestProcessor>>>;

/** Step: the format of the answer; an Accept header that nothing fits is refused before everything else. */
function chooseFormat(request: HttpRequest): Format {
  const format = negotiate(request.headers['accept']);
  if (format === null) throw notAcceptable([request.headers['accept'] ?? '']);
  return format;
}

/** Step: GET, POST, PUT and DELETE only. */
function checkMethod(method: string): void {
  if (!(HTTP_METHODS as readonly string[]).includes(method)) throw methodNotSupported([method]);
}

/** Step: the route of the target. */
export function matchRoute(kernel: Kernel, method: string, segments: readonly string[]): Match<CompiledRoute> {
  const match = kernel.match(method, segments);
  if (match === null) throw routeNotFound();
  return match;
}

/** Step: who calls. On anonymous routes a bad proof makes a guest, not an error. */
export async function identify(
  kernel: Kernel,
  route: CompiledRoute | null,
  request: HttpRequest,
  call: Call,
): Promise<Call> {
  const find = route?.anonymous === true ? identifyLeniently : identifyCaller;
  const caller = await find(kernel.callers.rest, request, call);
  // The call was opened for this request alone: it becomes the caller's, without a copy on the hot path.
  return caller === GUEST ? call : Object.assign(call, { caller });
}

/** A synchronous call: match → identify → authorize → guard → interceptors → read input → force and decode → invoke → project → encode. */
const processSync: RestProcessor = async (exchange, kernel) => {
  const { request, target } = exchange;
  const { route, variables } = matchRoute(kernel, request.method, target.segments);
  exchange.route = route;
  const call = await identify(kernel, route, request, exchange.call);
  exchange.call = call;
  exchange.caller = call.caller;
  const admitting = admitCall(route, call, kernel.guards, request);
  if (admitting !== undefined) await admitting;
  const finish = async (call: Call): Promise<HttpResponse> => {
    const query = readQuery(target.rawQuery);
    const input = await readInput(request, route.route, variables, query, valuesAllowed(call.caller));
    const args = await readArguments(route, input, call);
    const result = projectResult(route, await route.invoke(args, call), call);
    const fields = query['fields'];
    return answer(exchange.format, fields === undefined ? result : compileFields(fields)(result), call.responseHeaders);
  };
  if (kernel.interceptors.length === 0) return finish(call);
  const pending = { request, format: exchange.format, route: route.route, call };
  return throughInterceptors(kernel.interceptors, pending, finish);
};

/**
 * The REST binding.
 * @param processors for the kinds other than synchronous calls; without one, the kind is refused with 400
 * @returns a function from request to response that never rejects
 */
export function createRest(
  kernel: Kernel,
  processors: RestProcessors = {},
): (request: HttpRequest) => Promise<HttpResponse> {
  const all: RestProcessors = { sync: processSync, ...processors };
  const { ports } = kernel;
  const storeExists = (code: string): boolean => ports.storeByCode(code) !== null;

  return async (request) => {
    const started = performance.now();
    let exchange: Exchange | null = null;
    let format: Format = 'json';
    let failure: WebapiError | null = null;
    let response: HttpResponse;
    try {
      format = chooseFormat(request);
      checkMethod(request.method);
      const refreshing = ports.refresh?.(request.receivedBy);
      if (refreshing !== undefined) await refreshing;
      const target = readTarget(request.url, { basePath: ports.basePath, storeExists });
      const process = all[target.kind];
      if (process === undefined) throw requestNotProcessable();
      const store =
        target.store === null ? ports.defaultStore() : (ports.storeByCode(target.store) ?? ports.defaultStore());
      exchange = {
        request,
        target,
        format,
        store,
        call: ports.openCall(request, store, 'rest'),
        route: null,
        caller: null,
      };
      response = await process(exchange, kernel);
    } catch (error) {
      failure = asWebapiError(error, request, kernel);
      response = errorAnswer(format, failure, exchange?.call.responseHeaders);
    }
    announce(kernel, {
      request,
      binding: 'rest',
      route: exchange?.route ?? null,
      caller: exchange?.caller ?? null,
      store: exchange?.store ?? null,
      status: response.status,
      milliseconds: performance.now() - started,
      error: failure,
      requestId: exchange?.call.requestId ?? request.id ?? '',
      call: exchange?.call ?? null,
    });
    return response;
  };
}

/** A fault of ours becomes a 500 with a report id; what really happened is in the log only. */
export function asWebapiError(error: unknown, request: HttpRequest, kernel: Kernel): WebapiError {
  if (error instanceof WebapiError) return error;
  const { translate, reportFault } = kernel.ports;
  return translate?.(error) ?? internalError([reportFault(error, request)], { cause: error });
}
