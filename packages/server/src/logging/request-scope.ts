import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '@tessera/webapi';
import type { Handler } from '../host/http-host.ts';

/** The request that is being answered here. */
export interface RequestScope {
  readonly request: HttpRequest;
  /** What was read of its body so far. */
  body: Buffer | null;
}

const scopes = new AsyncLocalStorage<RequestScope>();

/** The request on whose behalf something happens, undefined for background work. */
export const currentRequest = (): RequestScope | undefined => scopes.getStore();

/** What an id may be made of: nothing that a log, a terminal, a header or a query would read as something else. */
const SANE_ID = /^[A-Za-z0-9][A-Za-z0-9._:=+/@-]{0,127}$/;

/** The id that a client or proxy gave (`X-Request-Id`), if it is sane; else a new one. */
export const requestIdOf = (given: string | undefined): string =>
  given !== undefined && SANE_ID.test(given) ? given : randomUUID();

/** Gives every request an id: for what is logged while it is answered, and for the answer's `X-Request-Id`. */
export const withRequestId =
  (handle: Handler): Handler =>
  async (given) => {
    const id = requestIdOf(given.headers['x-request-id']);
    const request: HttpRequest = {
      ...given,
      id,
      body: async () => (scope.body ??= await given.body()),
    };
    const scope: RequestScope = { request, body: null };
    const { status, headers, body } = await scopes.run(scope, handle, request);
    return { status, headers: { ...headers, 'x-request-id': id }, body };
  };
