/** What kind of trouble it is, for programs that decide by it. */
export type StoreErrorKind =
  /** The token is no longer good: it has expired, or the integration was deleted or authorised anew. */
  | 'revoked'
  /** The integration lacks an ACL resource or is not active, its token is limited, or the clocks differ. */
  | 'not-authorized'
  | 'not-found'
  /** The store did not understand or accept what was sent. */
  | 'invalid'
  | 'too-many-requests'
  /** The store failed, was not reached or did not answer in time. */
  | 'unavailable';

export interface StoreErrorDetails {
  readonly kind: StoreErrorKind;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** The base URL of the store. */
  readonly store: string;
  /** `GET /V1/customers/7` */
  readonly request: string;
  /** The message as the store sent it, with its placeholders. */
  readonly template: string;
  readonly parameters: Parameters;
  /** What is said beside it: the single mistakes, when there were several, or advice of ours. */
  readonly errors: readonly string[];
}
type Parameters = Readonly<Record<string, unknown>> | readonly unknown[];

/** A store refused a call, or failed. The message has its placeholders filled in. */
export class StoreError extends Error implements StoreErrorDetails {
  readonly kind: StoreErrorKind;
  readonly status: number | null;
  readonly store: string;
  readonly request: string;
  readonly template: string;
  readonly parameters: Parameters;
  readonly errors: readonly string[];

  constructor(details: StoreErrorDetails, options?: ErrorOptions) {
    super([fill(details.template, details.parameters), ...details.errors].join(' '), options);
    this.name = 'StoreError';
    this.kind = details.kind;
    this.status = details.status;
    this.store = details.store;
    this.request = details.request;
    this.template = details.template;
    this.parameters = details.parameters;
    this.errors = details.errors;
  }
}

/** Puts values into a message: `%fieldName` by name, `%1` by position. An unknown placeholder stays. */
export function fill(template: string, parameters: Parameters): string {
  return template.replace(/%(\w+)/g, (placeholder, name: string) => {
    const value = Array.isArray(parameters)
      ? parameters[Number(name) - 1]
      : (parameters as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === null) return placeholder;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}

// What Magento says when a token or its consumer is gone, and Tessera when its time is over; all with status 401.
const REVOKED =
  /^(?:Specified token does not exist|Access token has been revoked|The access token has expired|A consumer having the specified key does not exist|Token is not associated with the specified consumer|Token is not an access token)/;

/** What Magento says of every time stamp that it does not take. */
const CLOCK = /validating the nonce/;

/**
 * Reads the body of an answer that is no success.
 * @param location where a redirect leads, which is not followed: a signature is good for one address
 */
export function storeError(
  status: number,
  body: string,
  request: string,
  store: string,
  location: string | null = null,
): StoreError {
  const { message, parameters, errors } = read(body);
  const template = message ?? `The store answered ${status}${location === null ? '' : ` and leads to ${location}`}.`;
  const advice = CLOCK.test(template) ? ['Compare the clocks of this application and of the store.'] : [];
  return new StoreError({
    kind: kindOf(status, template),
    status,
    store,
    request,
    template,
    parameters: parameters ?? [],
    errors: [...(errors ?? []).map((error) => fill(error.message ?? '', error.parameters ?? [])), ...advice],
  });
}

function kindOf(status: number, template: string): StoreErrorKind {
  if (status === 401) return REVOKED.test(template) ? 'revoked' : 'not-authorized';
  if (status === 403) return 'not-authorized';
  if (status === 404) return 'not-found';
  if (status === 429) return 'too-many-requests';
  return status >= 500 || status < 400 ? 'unavailable' : 'invalid';
}

interface ErrorBody {
  readonly message?: string;
  readonly parameters?: Parameters;
  readonly errors?: readonly ErrorBody[];
}

function read(body: string): ErrorBody {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
