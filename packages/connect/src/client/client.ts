import { isPublicAddress } from '../address/public-address.ts';
import { parseStoreUrl } from '../address/store-url.ts';
import { createGuardedFetch, type Fetch } from '../http/guarded-fetch.ts';
import { type AddressParts, callAddress } from './address.ts';
import { type BulkApi, bulkApi } from './bulk.ts';
import type { CallOptions, RawCall } from './call.ts';
import { type PageApi, pageApi } from './pages.ts';
import { isIdempotent } from './retry.ts';
import type { Answer, Body, Method, Query, RouteOf, Variable } from './routes.ts';
import { StoreError, storeError } from './store-error.ts';
import { createTransport, type TransportOptions } from './transport.ts';

export interface ClientOptions extends Omit<TransportOptions, 'fetch'> {
  /** For development, or for stores of one's own: http and addresses of the own network are taken too. */
  readonly allowPrivate?: boolean;
  /** A guarded one unless told otherwise, which checks every IP address that it connects to. */
  readonly fetch?: Fetch;
}

type PathInput<P extends string> = [Variable<P>] extends [never]
  ? { readonly path?: never }
  : { readonly path: Readonly<Record<Variable<P>, string | number>> };
type BodyInput<M extends Method, P extends string> = [Body<M, P>] extends [never]
  ? { readonly body?: unknown }
  : { readonly body: Body<M, P> };
type QueryInput<M extends Method, P extends string> = [Query<M, P>] extends [never]
  ? { readonly query?: AddressParts['query'] }
  : Record<never, never> extends Query<M, P>
    ? { readonly query?: Query<M, P> }
    : { readonly query: Query<M, P> };
export type TypedCall<M extends Method, P extends string> = Omit<CallOptions, 'path' | 'query'> &
  PathInput<P> &
  QueryInput<M, P> &
  BodyInput<M, P>;
type Input<M extends Method, P extends string> =
  Record<never, never> extends TypedCall<M, P> ? [input?: TypedCall<M, P>] : [input: TypedCall<M, P>];

type Typed<M extends Method> = <P extends RouteOf<M>>(route: P, ...input: Input<M, P>) => Promise<Answer<M, P>>;

/** Signed calls to one store. What goes wrong is a `StoreError`. */
export interface Client extends PageApi, BulkApi {
  readonly storeUrl: string;
  readonly get: Typed<'GET'>;
  readonly post: Typed<'POST'>;
  readonly put: Typed<'PUT'>;
  readonly delete: Typed<'DELETE'>;
  /** Any route, with the answer as it came: no status is an error. */
  readonly raw: (method: string, route: string, call?: RawCall) => Promise<Response>;
}

/**
 * A client for one store, by the four credentials of an integration. Connections make their own: `connection.client()`.
 *
 * @throws TypeError when `storeUrl` is no address that may be called
 */
export function createClient(options: ClientOptions): Client {
  const allowPrivate = options.allowPrivate === true;
  const storeUrl = parseStoreUrl(options.storeUrl, allowPrivate)?.href;
  if (storeUrl === undefined)
    throw new TypeError(`storeUrl must be the https address of a public host (or allowPrivate): ${options.storeUrl}`);
  return clientFor({
    ...options,
    storeUrl,
    fetch: options.fetch ?? createGuardedFetch({ isAllowed: allowPrivate ? () => true : isPublicAddress }),
  });
}

/** The same for an address that was checked before. */
export function clientFor(options: TransportOptions): Client {
  const { storeUrl } = options;
  const transport = createTransport(options);

  const send = async (verb: string, route: string, call: RawCall = {}, mode = ''): Promise<Response> => {
    const method = verb.toUpperCase();
    return transport({
      method,
      url: callAddress(storeUrl, route, call, mode),
      route: `${method} ${mode}${route}`,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      headers: call.headers,
      signal: call.signal,
      // A bulk that is submitted twice is worked off twice.
      repeat: call.repeat ?? (isIdempotent(method) && mode === ''),
    });
  };
  const answer = async (method: string, route: string, call: RawCall = {}, mode = ''): Promise<unknown> => {
    const response = await send(method, route, call, mode);
    const text = await response.text();
    const request = `${method} ${mode}${route}`;
    if (response.ok) return parse(text, request, storeUrl);
    throw storeError(response.status, text, request, storeUrl, response.headers.get('location'));
  };
  const typed =
    <M extends Method>(method: M): Typed<M> =>
    async (route, input?) =>
      (await answer(method, route, (input ?? {}) as RawCall)) as Answer<M, typeof route>;

  return {
    storeUrl,
    get: typed('GET'),
    post: typed('POST'),
    put: typed('PUT'),
    delete: typed('DELETE'),
    raw: (method, route, call) => send(method, route, call),
    ...pageApi(answer),
    ...bulkApi(answer, storeUrl),
  };
}

function parse(text: string, request: string, store: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const template = `${store} answered something that is no JSON.`;
    const details = {
      kind: 'unavailable',
      status: null,
      store,
      request,
      template,
      parameters: [],
      errors: [],
    } as const;
    throw new StoreError(details, { cause });
  }
}
