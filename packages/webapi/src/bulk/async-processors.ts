import type { Call } from '../access/call.ts';
import { valuesAllowed } from '../access/values-allowed.ts';
import { topicName } from '../contract/naming.ts';
import { requestNotProcessable, routeNotFound } from '../errors/catalogue.ts';
import type { HttpResponse } from '../http/message.ts';
import type { Kernel } from '../kernel.ts';
import type { CompiledRoute, Plain } from '../pipeline/compiled-route.ts';
import { throughInterceptors } from '../pipeline/interceptor.ts';
import { admitCall } from '../pipeline/steps.ts';
import { answer } from '../rest/answer.ts';
import { readBodyIfAny, readInput, readQuery } from '../rest/read-input.ts';
import { type Exchange, identify, type RestProcessor, type RestProcessors } from '../rest/rest.ts';
import type { Match, Router } from '../routing/router.ts';
import { compileAsyncRouter, compileBulkRouter } from './async-routes.ts';
import { bulkItems, itemInput, readInputs } from './bulk-items.ts';
import type { BulkQueue, QueuedOperation } from './bulk-queue.ts';
import { dataHash, serializeOperation } from './operation-data.ts';
import { turns } from './turns.ts';

const ACCEPTED = 202;

/** Reads the inputs of all calls that a request asks for. */
type ReadAll = (exchange: Exchange, match: Match<CompiledRoute>, call: Call) => Promise<readonly Plain[]>;

/**
 * `async/V1/…` (one call) and `async/bulk/V1/…` (a list of them): everything that a synchronous call checks is checked
 * at once, for every item, and only then the calls are queued (behaviour G).
 */
export function createAsyncProcessors(kernel: Kernel, queue: BulkQueue): RestProcessors {
  const readOne: ReadAll = async ({ request, target }, { route, variables }, call) => [
    await readInput(request, route.route, variables, readQuery(target.rawQuery), valuesAllowed(call.caller)),
  ];
  const readList: ReadAll = async ({ request }, { route }, call) => {
    const items = bulkItems(await readBodyIfAny(request, valuesAllowed(call.caller, 'bulk')));
    queue.admit(items.length, call);
    return items.map((item) => itemInput(route, item));
  };
  return {
    async: processor(queue, compileAsyncRouter(kernel.routes), readOne),
    'async-bulk': processor(queue, compileBulkRouter(kernel.routes), readList),
  };
}

const processor =
  (queue: BulkQueue, match: Router<CompiledRoute>, readAll: ReadAll): RestProcessor =>
  async (exchange, kernel) => {
    const { request, target, format } = exchange;
    if (request.method === 'GET') throw requestNotProcessable();
    const matched = match(request.method, target.segments);
    if (matched === null) throw routeNotFound();
    const { route } = matched;
    exchange.route = route;
    const call = await identify(kernel, route, request, exchange.call);
    exchange.call = call;
    exchange.caller = call.caller;
    await admitCall(route, call, kernel.guards, request);
    return throughInterceptors(kernel.interceptors, { request, format, route: route.route, call }, async (within) => {
      const inputs = await readInputs(route, await readAll(exchange, matched, within), within);
      return schedule(exchange, queue, route, inputs, within);
    });
  };

async function schedule(
  { format, store }: Exchange,
  queue: BulkQueue,
  route: CompiledRoute,
  inputs: readonly Plain[],
  call: Call,
): Promise<HttpResponse> {
  const { service, method } = route.route.operation;
  const topic = topicName(service, method, route.method);
  const operations: QueuedOperation[] = [];
  const items: object[] = [];
  const nextTurn = turns();
  for (const [key, input] of inputs.entries()) {
    await nextTurn();
    const data = serializeOperation(input, store);
    operations.push({ key, data });
    items.push({ id: key, data_hash: dataHash(data), status: 'accepted' });
  }
  const uuid = await queue.enqueue({ route, topic, description: `Topic ${topic}`, operations }, call);
  const accepted = { bulk_uuid: uuid, request_items: items, errors: false };
  return answer(format, accepted, call.responseHeaders, ACCEPTED);
}
