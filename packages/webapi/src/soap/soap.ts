import { type Call, callAs } from '../access/call.ts';
import { GUEST } from '../access/caller.ts';
import { valuesAllowed } from '../access/values-allowed.ts';
import { methodNotSupported, notAcceptable, requestNotProcessable } from '../errors/catalogue.ts';
import type { WebapiError } from '../errors/problem.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Kernel } from '../kernel.ts';
import { announce } from '../pipeline/announce.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { identifyCaller, identifyLeniently } from '../pipeline/identify-caller.ts';
import { perform } from '../pipeline/steps.ts';
import { answer } from '../rest/answer.ts';
import { negotiate } from '../rest/negotiate.ts';
import type { PhpMap } from '../rest/query.ts';
import { readQuery } from '../rest/read-input.ts';
import { readTarget } from '../rest/request-target.ts';
import { asWebapiError } from '../rest/rest.ts';
import { documentCache } from '../schema/document-cache.ts';
import { requestedServices } from '../schema/service-catalogue.ts';
import { readEnvelope, writeEnvelope } from './envelope.ts';
import { operationNotFound, parametersNotAllowed } from './errors.ts';
import { writeFault } from './fault.ts';
import { readArguments } from './read-arguments.ts';
import { compileSoapCatalogue } from './soap-catalogue.ts';
import type { SoapOperation, SoapService } from './soap-services.ts';
import { writeValue } from './write-result.ts';
import { writeWsdl } from './wsdl.ts';
import { escapeAttribute } from './xml-writer.ts';

/** What is known of a request so far; filled step by step, and what the log is told in the end. */
interface SoapExchange {
  readonly request: HttpRequest;
  readonly query: PhpMap;
  /** Where the services of this store view answer, without a query. */
  readonly address: string;
  /** The address with the services that are asked for: the namespace of everything in the answer. */
  namespace: string;
  call: Call;
  route: CompiledRoute | null;
}
type Answer = (exchange: SoapExchange) => Promise<HttpResponse>;

const CALL_TYPE = 'application/soap+xml; charset=utf-8';
const WSDL_TYPE = 'text/xml; charset=utf-8';
const MAX_CACHED = 40;

/**
 * The SOAP 1.2 binding at `/soap/<store>`: calls by POST, `?wsdl&services=a,b`, `?wsdl_list`.
 * @returns a function from request to response that never rejects; faults on calls have status 200, those on a WSDL
 *   the error's own (recorded)
 */
export function createSoap(kernel: Kernel): (request: HttpRequest) => Promise<HttpResponse> {
  const { ports } = kernel;
  const catalogue = compileSoapCatalogue(kernel);
  const attributeTypes = kernel.modules.flatMap((module) => module.attributeTypes ?? []);
  const wsdls = documentCache<string>(MAX_CACHED);
  const storeExists = (code: string): boolean => ports.storeByCode(code) !== null;

  const open = (request: HttpRequest): SoapExchange => {
    const target = readTarget(request.url, { basePath: ports.basePath, storeExists });
    if (target.path !== '') throw requestNotProcessable();
    const store =
      target.store === null ? ports.defaultStore() : (ports.storeByCode(target.store) ?? ports.defaultStore());
    const call = ports.openCall(request, store, 'soap');
    const address = `${call.baseUrl}soap/${target.store ?? store.code}`;
    return { request, query: readQuery(target.rawQuery), address, namespace: address, call, route: null };
  };

  /** Step: the services that the URL names. */
  const services = (exchange: SoapExchange): readonly string[] => {
    const names = requestedServices(exchange.query['services']);
    exchange.namespace = `${exchange.address}?services=${encodeURIComponent(names.join(','))}`;
    return names;
  };

  /** Step: who calls, by the contexts of SOAP. As on REST, a bad signature is no obstacle to what is open to all. */
  const identify = async (exchange: SoapExchange, asked?: readonly SoapService[]): Promise<void> => {
    const find = asked?.every(isAnonymous) ? identifyLeniently : identifyCaller;
    const caller = await find(kernel.callers.soap, exchange.request, exchange.call);
    if (caller !== GUEST) exchange.call = callAs(exchange.call, { caller });
  };

  /** The services that the caller may use, each with the address of its WSDL. */
  const answerList: Answer = async (exchange) => {
    const accept = exchange.request.headers['accept'];
    const format = negotiate(accept);
    if (format === null) throw notAcceptable([accept ?? '']);
    await identify(exchange);
    const offered = catalogue.offered(catalogue.visibilityOf(exchange.call));
    const entries = offered.map(({ name }) => [name, { wsdl_endpoint: `${exchange.address}?wsdl&services=${name}` }]);
    return answer(format, Object.fromEntries(entries));
  };

  /** The WSDL of the named services, limited to what the caller may call (behaviour I4). */
  const answerWsdl: Answer = async (exchange) => {
    const others = Object.keys(exchange.query).filter((name) => name !== 'wsdl' && name !== 'services');
    if (others.length > 0) throw parametersNotAllowed([others.join(', '), 'wsdl', 'services']);
    const names = services(exchange);
    await identify(exchange, catalogue.whole(names));
    const visibility = catalogue.visibilityOf(exchange.call);
    const selected = catalogue.select(names, visibility);
    // Kept without its address, which depends on the host that the client named.
    const text = wsdls.get(`${names.join(',')} ${visibility.key}`, () => writeWsdl(selected, ADDRESS, attributeTypes));
    return respond(
      200,
      WSDL_TYPE,
      text.replaceAll(ADDRESS, () => escapeAttribute(exchange.namespace)),
    );
  };

  /** A call: services → identify → read envelope → operation → authorize … project → envelope. */
  const answerCall: Answer = async (exchange) => {
    const { request } = exchange;
    if (request.method !== 'POST') throw methodNotSupported([request.method]);
    const names = services(exchange);
    const asked = catalogue.whole(names);
    await identify(exchange, asked);
    catalogue.select(names, catalogue.visibilityOf(exchange.call));
    const element = readEnvelope(await request.body(), valuesAllowed(exchange.call.caller));
    const operation = operationOf(asked, element.name);
    exchange.route = operation.route;
    const input = readArguments(element, operation.parameters);
    const result = await perform(operation.route, input, exchange.call, kernel.guards, request);
    const value = operation.returns.kind === 'void' ? '' : writeValue('result', operation.returns, result);
    const name = `ns1:${operation.name}Response`;
    const body = `<${name}>${value}</${name}>`;
    return respond(200, CALL_TYPE, writeEnvelope(exchange.namespace, body), exchange.call.responseHeaders);
  };

  return async (request) => {
    const started = performance.now();
    let exchange: SoapExchange | null = null;
    let failure: WebapiError | null = null;
    let response: HttpResponse;
    try {
      await ports.refresh?.(request.receivedBy);
      exchange = open(request);
      response = await ('wsdl_list' in exchange.query
        ? answerList
        : 'wsdl' in exchange.query
          ? answerWsdl
          : answerCall)(exchange);
    } catch (error) {
      failure = asWebapiError(error, request, kernel);
      response = faultAnswer(failure, exchange);
    }
    announce(kernel, {
      request,
      call: exchange?.call ?? null,
      binding: 'soap',
      route: exchange?.route ?? null,
      caller: exchange?.call.caller ?? null,
      store: exchange?.call.store ?? null,
      status: response.status,
      milliseconds: performance.now() - started,
      error: failure,
      requestId: exchange?.call.requestId ?? request.id ?? '',
    });
    return response;
  };
}

/** Stands for the address in a WSDL that is kept: a character for private use, which no other text of it holds. */
const ADDRESS = '\uE000';

const isAnonymous = ({ operations }: SoapService): boolean => operations.every(({ route }) => route.anonymous);

/** The operation whose request element has this name. @throws operationNotFound */
function operationOf(services: readonly SoapService[], request: string): SoapOperation {
  for (const { operations } of services)
    for (const operation of operations) if (`${operation.name}Request` === request) return operation;
  throw operationNotFound([request.replace(/Request$/, '')]);
}

/** Statuses that HTTP itself gives a meaning to, whatever the body says: size, rate and availability. */
const HTTP_STATUSES = new Set([405, 413, 429, 503]);

function faultAnswer(error: WebapiError, exchange: SoapExchange | null): HttpResponse {
  const isCall = exchange !== null && !('wsdl' in exchange.query) && !('wsdl_list' in exchange.query);
  const status = isCall && !HTTP_STATUSES.has(error.status) ? 200 : error.status;
  const headers = { ...exchange?.call.responseHeaders, ...error.headers };
  return respond(status, isCall ? CALL_TYPE : WSDL_TYPE, writeFault(error, exchange?.namespace ?? ''), headers);
}

const respond = (
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': type, 'cache-control': 'no-store', 'x-frame-options': 'SAMEORIGIN', ...headers },
  body,
});
