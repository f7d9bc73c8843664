import type { AnyOperation } from '../contract/service.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';
export const HTTP_METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'DELETE'];

/** Who may call a route, and which arguments the caller's identity dictates. */
export interface Access {
  /** Every one must be granted. `anonymous` and `self` have Magento's special meaning. */
  readonly resources: readonly string[];
  /** Argument path (`customerId`, `customer.id`) to placeholder (`%customer_id%`), `null`, or a constant; always overwrites. */
  readonly forced: Readonly<Record<string, string | null>>;
}

/** Only callers that hold every one of these ACL resources. @throws Error for none: a list of none would hold for everybody */
export function allow(...resources: [string, ...string[]]): Access {
  if (resources.length === 0) throw new Error('allow() needs the name of an ACL resource.');
  return { resources, forced: {} };
}
/** A signed-in customer acting on what is its own; the forced arguments see to that. */
export const self = (forced: Readonly<Record<string, string | null>> = {}): Access => ({ resources: ['self'], forced });
/** Everybody. Forced arguments may still apply. */
export const anonymous: Access = { resources: ['anonymous'], forced: {} };

export interface RouteOptions {
  /** Answers over TLS only. */
  readonly secure?: boolean;
  /** SOAP operation name where it differs from the method's (Magento's `soapOperation`). */
  readonly soapOperation?: string;
  /** Path variable to the body field that it fills when the body gives none and the value is numeric (`customerId` → `customer.id`). */
  readonly identifies?: Readonly<Record<string, string>>;
  /** Not offered as an asynchronous call. */
  readonly synchronousOnly?: boolean;
  /** Changes nothing by itself, though it is no GET: it looks, checks, or passes on calls that are looked at alone. */
  readonly changesNothing?: boolean;
  /**
   * Commits in several steps, with hashing or the network in between, so it must not be put into one transaction.
   * Unless it is said, routes that are `synchronousOnly` count as such.
   */
  readonly severalTransactions?: boolean;
  /** Largest number of items in a list argument, when input limits are on. */
  readonly inputArraySizeLimit?: number;
  /** Over a session, only with the caller's current password or shortly after it was confirmed. */
  readonly identityCheck?: boolean;
  /** Open to guests while the setting `webapi/webapisecurity/allow_insecure` is on (behaviour A22). */
  readonly optionallyAnonymous?: boolean;
  /** Ours, not Magento's: shown apart in the documents. */
  readonly extension?: boolean;
  /** Release of Magento that brought the route, if later than 2.4.7; the Swagger document, which is 2.4.7's, lacks it. */
  readonly since?: string;
}

export interface Route extends RouteOptions {
  readonly method: HttpMethod;
  /** Template with `:name` variables, for example `/V1/customers/:customerId`. */
  readonly path: string;
  readonly operation: AnyOperation;
  readonly access: Access;
}

/** Whether a route must not be put into one transaction with anything else; see `severalTransactions`. */
export const commitsInSteps = ({ severalTransactions, synchronousOnly }: RouteOptions): boolean =>
  severalTransactions ?? synchronousOnly === true;

const route =
  (method: HttpMethod) =>
  (path: string, operation: AnyOperation, access: Access, options: RouteOptions = {}): Route =>
    Object.freeze({ method, path, operation, access, ...options });

export const get = route('GET');
export const post = route('POST');
export const put = route('PUT');
export const del = route('DELETE');

/** Whether a route only reads. */
export const readsOnly = (route: Route): boolean => route.method === 'GET' || route.changesNothing === true;
