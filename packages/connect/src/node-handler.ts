import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/**
 * Turns a web-standard handler into one for `node:http` and for Express.
 *
 * The request's address is made of the Host header; only its path and query mean something here.
 */
export function toNodeHandler(
  handler: (request: Request) => Promise<Response>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (message, response) => {
    try {
      const answer = await handler(toRequest(message));
      response.statusCode = answer.status;
      response.setHeaders(answer.headers);
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
      response.statusCode = 500;
      response.end();
    }
  };
}

type Message = IncomingMessage & {
  /** Express takes the path at which a router is mounted off `url` and keeps it here. */
  readonly originalUrl?: string;
  /** What a body parser of Express has made of the body. */
  readonly body?: unknown;
};

function toRequest(message: Message): Request {
  const { method = 'GET', headersDistinct } = message;
  const url = message.originalUrl ?? message.url ?? '/';
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct))
    for (const value of values) headers.append(name, value);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(url, `http://${message.headers.host ?? 'localhost'}`), {
    method,
    headers,
    ...(hasBody ? { body: bodyOf(message), duplex: 'half' } : {}),
  });
}

function bodyOf(message: Message): ReadableStream | URLSearchParams | string {
  const { body } = message;
  if (!message.readableEnded) return Readable.toWeb(message) as ReadableStream;
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null)
    throw new Error('The body of the request was read before: mount this handler before the body parser.');
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body))
    for (const text of Array.isArray(value) ? value : [value]) form.append(name, String(text));
  return form;
}
