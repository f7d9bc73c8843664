import {
  announce,
  asWebapiError,
  type Call,
  errorAnswer,
  type HttpEndpoint,
  type HttpRequest,
  type HttpResponse,
  type Kernel,
  readTarget,
  requestNotProcessable,
  routeNotFound,
  type WebapiError,
} from '@tessera/webapi';
import type { Handler } from './host/http-host.ts';

interface Endpoints {
  readonly exact: ReadonlyMap<string, HttpEndpoint>;
  readonly prefixes: readonly (readonly [string, HttpEndpoint])[];
}

function compileEndpoints(endpoints: readonly HttpEndpoint[]): Endpoints {
  const exact = new Map<string, HttpEndpoint>();
  const prefixes: [string, HttpEndpoint][] = [];
  for (const endpoint of endpoints) {
    if (endpoint.path.endsWith('/*')) prefixes.push([endpoint.path.slice(0, -1), endpoint]);
    else for (const method of endpoint.methods) exact.set(`${method} ${endpoint.path}`, endpoint);
  }
  return { exact, prefixes: prefixes.sort((a, b) => b[0].length - a[0].length) };
}

/**
 * Hands a request to the binding or endpoint that its path names.
 * @param rest null where the Web API is not served
 */
export function createDispatcher(
  kernel: Kernel,
  rest: Handler | null,
  soap: Handler | null,
  endpoints: readonly HttpEndpoint[],
): Handler {
  const { ports } = kernel;
  const compiled = compileEndpoints(endpoints);
  const target = { basePath: ports.basePath, storeExists: (code: string) => ports.storeByCode(code) !== null };

  return async (request) => {
    const at = readTarget(request.url, target);
    if (at.area === 'rest' && rest !== null) return rest(request);
    if (at.area === 'soap' && soap !== null) return soap(request);
    const started = performance.now();
    let endpoint: HttpEndpoint | null = null;
    let call: Call | null = null;
    let failure: WebapiError | null = null;
    let response: HttpResponse;
    try {
      const known = findEndpoint(compiled, request, at.path, ports.storeByCode);
      if (known?.endpoint.withoutDatabase !== true) await ports.refresh?.(request.receivedBy);
      // A store view may be new.
      const found = known ?? findEndpoint(compiled, request, at.path, ports.storeByCode);
      if (found === null) throw /^\/(?:index\.php\/?)?$/.test(at.path) ? requestNotProcessable() : routeNotFound();
      endpoint = found.endpoint;
      call = ports.openCall(request, found.store ?? ports.defaultStore(), 'rest');
      response = await endpoint.handle(request, call);
    } catch (error) {
      failure = asWebapiError(error, request, kernel);
      response = errorAnswer('json', failure);
    }
    announce(kernel, {
      request,
      binding: 'endpoint',
      route: null,
      endpoint: endpoint?.path ?? null,
      caller: null,
      store: call?.store ?? null,
      status: response.status,
      milliseconds: performance.now() - started,
      error: failure,
      requestId: call?.requestId ?? request.id ?? '',
      call,
    });
    return response;
  };
}

function findEndpoint(
  endpoints: Endpoints,
  request: HttpRequest,
  path: string,
  storeByCode: Kernel['ports']['storeByCode'],
) {
  const lookUp = (candidate: string): HttpEndpoint | null =>
    endpoints.exact.get(`${request.method} ${candidate}`) ??
    endpoints.exact.get(`${request.method === 'HEAD' ? 'GET' : request.method} ${candidate}`) ??
    endpoints.prefixes.find(
      ([prefix, endpoint]) =>
        (candidate.startsWith(prefix) || candidate === prefix.slice(0, -1)) &&
        endpoint.methods.includes(request.method === 'HEAD' ? 'GET' : request.method),
    )?.[1] ??
    null;
  const clean = path || '/';
  const direct = lookUp(clean);
  if (direct !== null) return { endpoint: direct, store: null };
  const [, code = ''] = clean.split('/');
  const store = code === '' ? null : storeByCode(code);
  const below = store === null ? null : lookUp(clean.slice(code.length + 1) || '/');
  return below?.storeAware === true ? { endpoint: below, store } : null;
}
