import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody, type HttpResponse, problem } from '@tessera/webapi';

export const serverOverloaded = problem(
  'overloaded',
  503,
  'The server is overloaded. Please try again later.',
  'More requests arrive than this process can answer in time (`tessera/overload/…`), or more connections than it may have (`tessera/limits/connections`). Nothing was done; `Retry-After` says when to come again.',
);
export const notValidHttp = problem(
  'not_valid_http',
  400,
  'The request is not valid HTTP.',
  'What was sent is not an HTTP request. The connection is closed.',
);
export const headersTooLarge = problem(
  'headers_too_large',
  431,
  'The headers of the request are too large.',
  'Larger than `tessera/limits/header_size`. The connection is closed.',
);
export const requestTooSlow = problem(
  'request_too_slow',
  408,
  'The request did not arrive in time.',
  'Headers that take longer than 15 seconds, or a request that takes longer than `tessera/limits/request_time`. The connection is closed.',
);
type Refusal = typeof serverOverloaded;
export const hostErrors: readonly Refusal[] = [serverOverloaded, notValidHttp, headersTooLarge, requestTooSlow];

const bodyOf = (refusal: Refusal): string => JSON.stringify(errorBody(refusal()));
const SHED_BODY = bodyOf(serverOverloaded);
const SHED_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'retry-after': '1',
  'content-length': Buffer.byteLength(SHED_BODY),
};

/** The answer to a request whose `Host` is none. */
export const invalidRequest: HttpResponse = {
  status: notValidHttp.status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: bodyOf(notValidHttp),
};

/** The same as it goes over a connection. */
export const SHED_ANSWER = Buffer.from(
  `HTTP/1.1 503 Service Unavailable\r\n${Object.entries(SHED_HEADERS)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${SHED_BODY}`,
);

/** Answers a request that is too much. */
export function shed(outgoing: ServerResponse, close: boolean): void {
  outgoing.writeHead(serverOverloaded.status, close ? { ...SHED_HEADERS, connection: 'close' } : SHED_HEADERS);
  outgoing.end(SHED_BODY);
}

/** What a connection is told whose request could not be read. */
export const refusalOf = (error: NodeJS.ErrnoException): Refusal =>
  error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    ? requestTooSlow
    : error.code === 'HPE_HEADER_OVERFLOW'
      ? headersTooLarge
      : notValidHttp;

const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
};

/** Writes a refusal on a connection on which there is no request to answer, and ends it. */
export function refuse(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable) return;
  const body = bodyOf(refusal);
  const retry = refusal.status === 503 ? 'retry-after: 1\r\n' : '';
  socket.end(
    `HTTP/1.1 ${refusal.status} ${PHRASES[refusal.status]}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${retry}connection: close\r\n\r\n${body}`,
  );
  // A client that does not read must not keep the connection.
  setTimeout(() => socket.destroy(), 1000).unref();
}
