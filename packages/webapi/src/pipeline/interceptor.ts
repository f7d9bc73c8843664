import type { Call } from '../access/call.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Format } from '../rest/answer.ts';
import type { Route } from '../routing/route.ts';

/** An authorized REST call whose input has not been read yet. */
export interface PendingCall {
  readonly request: HttpRequest;
  readonly format: Format;
  readonly route: Route;
  readonly call: Call;
}

/** Finishes the call: reads its input, invokes the service and encodes the answer. Rejects with what went wrong. */
export type Proceed = (call: Call) => Promise<HttpResponse>;

/** Stands around the execution of the REST calls that ask for it by a header, for example to answer a repeated one. */
export interface Interceptor {
  /** Name of the request header, in lower case. A request without it pays for one look. */
  readonly header: string;
  readonly around: (pending: PendingCall, proceed: Proceed) => Promise<HttpResponse>;
}

/** Proceeds with a call through the interceptors that it asks for, the first declared being the outermost. */
export function throughInterceptors(
  interceptors: readonly Interceptor[],
  pending: PendingCall,
  proceed: Proceed,
): Promise<HttpResponse> {
  const wrapped = interceptors
    .filter(({ header }) => pending.request.headers[header] !== undefined)
    .reduceRight<Proceed>(
      (inner, { around }) =>
        (call) =>
          around({ ...pending, call }, inner),
      proceed,
    );
  return wrapped(pending.call);
}
