import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from '@tessera/webapi';
import { bodyReader } from './body-reader.ts';
import { clientOf, type TrustedProxies } from './client-address.ts';
import { isHost } from './host-name.ts';

export interface HostOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly limits: { readonly bodyBytes: number; readonly headerBytes: number; readonly requestMilliseconds: number };
  readonly trustedProxies: TrustedProxies;
}

export interface HttpHost {
  readonly server: Server;
  readonly address: AddressInfo;
  /** Takes no new connection, finishes what is under way, then resolves; cuts off what takes longer than the grace. */
  readonly close: (graceMilliseconds?: number) => Promise<void>;
}

export type Handler = (request: HttpRequest) => Promise<HttpResponse>;

/** Listens and hands every request to one function. Bare `node:http`: paths, methods and bodies reach us as sent. */
export async function listen(handle: Handler, options: HostOptions): Promise<HttpHost> {
  const serverOptions = {
    maxHeaderSize: options.limits.headerBytes,
    requestTimeout: options.limits.requestMilliseconds,
    headersTimeout: Math.min(options.limits.requestMilliseconds, 15_000),
    keepAliveTimeout: 65_000,
    // How often requests that take too long to arrive are looked for; by default it is every 30 seconds.
    connectionsCheckingInterval: Math.min(options.limits.requestMilliseconds, 5000),
    insecureHTTPParser: false,
  };
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void respond(handle, incoming, outgoing, options);
  };
  const server =
    options.tls === null
      ? createServer(serverOptions, onRequest)
      : createTlsServer({ ...serverOptions, ...options.tls }, onRequest);
  server.on('clientError', (_, socket) => {
    if (socket.writable)
      socket.end(
        'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\nconnection: close\r\n\r\n{"message":"The request is not valid HTTP."}',
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    server,
    address: server.address() as AddressInfo,
    close: (grace = 10_000) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), grace);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

async function respond(
  handle: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: HostOptions,
): Promise<void> {
  const client = clientOf(incoming, options.trustedProxies, options.tls !== null);
  if (!isHost(client.host)) {
    incoming.resume();
    outgoing.writeHead(400, { 'content-type': 'application/json; charset=utf-8' });
    outgoing.end('{"message":"The request is not valid HTTP."}');
    return;
  }
  const response = await handle({
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: incoming.headers as Readonly<Record<string, string | undefined>>,
    body: bodyReader(incoming, options.limits.bodyBytes),
    ...client,
  });
  // A body that was left unread would be taken for the next request of the connection.
  if (!incoming.complete && !incoming.readableEnded) incoming.resume();
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': Buffer.byteLength(response.body) });
  // A text goes out in one piece with the headers.
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}
