import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { HttpRequest, HttpResponse } from '@tessera/webapi';
import { bodyReader } from './body-reader.ts';
import { clientOf, isTrusted, type TrustedProxies } from './client-address.ts';
import { ConnectionGuard } from './connection-guard.ts';
import { ConnectionCount, type ConnectionLimits } from './connection-limit.ts';
import { openDoors } from './doors.ts';
import { isHost, repeatsHost } from './host-name.ts';
import { afterReading, readBeforeClosingIdle } from './idle-connection.ts';
import { type HostLoad, hostLoad, LoadGauge } from './load-gauge.ts';
import type { OverloadLimits } from './overload.ts';
import { invalidRequest, refusalOf, refuse, serverOverloaded, shed } from './refusals.ts';
import { RunQueue } from './run-queue.ts';

export interface HostOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly limits: {
    readonly bodyBytes: number;
    readonly headerBytes: number;
    readonly requestMilliseconds: number;
    /** Without it, any number. */
    readonly connections?: ConnectionLimits;
    /** Without it, no request is turned away. */
    readonly overload?: OverloadLimits;
  };
  readonly trustedProxies: TrustedProxies;
  /** Whether a URL is answered whatever the load: health, metrics. */
  readonly isEssential?: (url: string) => boolean;
  /** Where the host writes down how it fares. */
  readonly load?: HostLoad;
}

export interface HttpHost {
  readonly server: Server;
  readonly address: AddressInfo;
  /** Tells clients that keep their connections to let go of them; closes those that are idle, and all after the grace. */
  readonly farewell: (graceMilliseconds?: number) => void;
  /** Takes no new connection, finishes what is under way, then resolves; cuts off what takes longer than the grace. */
  readonly close: (graceMilliseconds?: number) => Promise<void>;
}

export type Handler = (request: HttpRequest) => Promise<HttpResponse>;

/** How long clients that keep their connections are told to let go of them, before idle ones are closed. */
const FAREWELL_MS = 300;
const NO_OVERLOAD: OverloadLimits = { waitMilliseconds: 0, alwaysTaken: 0, warmUp: 0 };

/** Listens and hands every request to one function. Bare `node:http`: paths, methods and bodies reach us as sent. */
export async function listen(handle: Handler, options: HostOptions): Promise<HttpHost> {
  const { limits, trustedProxies, tls, isEssential = () => false, load = hostLoad() } = options;
  const gauge = new LoadGauge(limits.overload ?? NO_OVERLOAD, load);
  let closing = false;
  const headersTimeout = Math.min(limits.requestMilliseconds, 15_000);
  const serverOptions = {
    maxHeaderSize: limits.headerBytes,
    requestTimeout: limits.requestMilliseconds,
    headersTimeout,
    // How often requests that take too long to arrive are looked for; by default it is every 30 seconds.
    connectionsCheckingInterval: Math.min(5000, Math.ceil(headersTimeout / 3)),
    keepAliveTimeout: 65_000,
    insecureHTTPParser: false,
  };
  const begin = (outgoing: ServerResponse, receivedBy: number): void => {
    const incoming = outgoing.req;
    // Whoever has given up is not waiting for the work any more.
    if (outgoing.destroyed) {
      gauge.answered();
      return;
    }
    const client = clientOf(incoming, trustedProxies, tls !== null);
    if (!isHost(client.host) || repeatsHost(incoming.rawHeaders)) {
      gauge.answered();
      answer(incoming, outgoing, invalidRequest, closing);
      return;
    }
    const request: HttpRequest = {
      receivedBy,
      method: incoming.method ?? 'GET',
      url: incoming.url ?? '/',
      headers: incoming.headers as Readonly<Record<string, string | undefined>>,
      body: bodyReader(incoming, limits.bodyBytes, gauge),
      ...client,
    };
    void handle(request).then((response) => {
      gauge.answered();
      answer(incoming, outgoing, response, closing);
    });
  };
  const work = new RunQueue(begin, () => gauge.turnRead());
  const guards = new WeakMap<Socket, ConnectionGuard>();
  const turnAway = (url: string, refuse: () => void): boolean => {
    const now = performance.now();
    if (!gauge.overloaded(now) || closing || isEssential(url)) return false;
    gauge.refused();
    work.refuse(refuse, now);
    return true;
  };
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const now = performance.now();
    const overloaded = gauge.overloaded(now);
    const guard = guards.get(incoming.socket);
    if (guard !== undefined) {
      guard.requested();
      outgoing.once('close', () => guard.answered());
    }
    const first = (overloaded || work.waiting) && isEssential(incoming.url ?? '/');
    if (overloaded && !first) {
      gauge.refused();
      incoming.resume();
      // The next connection of this client will have a guard, which costs less than to refuse here once more.
      work.refuse(() => shed(outgoing, closing || (guard === undefined && tls === null && incoming.complete)), now);
      return;
    }
    gauge.taken();
    if (first) begin(outgoing, now);
    else work.add(outgoing, now);
  };
  const server =
    tls === null ? createServer(serverOptions, onRequest) : createTlsServer({ ...serverOptions, ...tls }, onRequest);
  let open = 0;
  let whenEmpty = (): void => {};
  server.on('connection', (socket) => {
    work.arrival();
    open++;
    socket.once('close', () => {
      if (--open === 0) whenEmpty();
    });
  });
  // Where there is no pressure, connections have none: HTTP reads faster without.
  server.on(tls === null ? 'connection' : 'secureConnection', (socket: Socket) => {
    if (gauge.pressed(performance.now())) guards.set(socket, new ConnectionGuard(socket, turnAway));
  });
  // A client that has sent its request and ends its side of the connection still waits for the answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  readBeforeClosingIdle(server);
  server.on('clientError', (error, socket) => refuse(socket, refusalOf(error)));
  if (limits.connections !== undefined)
    limitConnections(
      server,
      new ConnectionCount(limits.connections, (address) => isTrusted(trustedProxies, address)),
      (socket) => {
        load.connectionsRefused++;
        if (tls === null) refuse(socket.resume(), serverOverloaded);
        else socket.destroy();
      },
    );
  const closeDoors = await openDoors(server, options.host, options.port);
  const closeIdle = server.closeIdleConnections.bind(server);
  // Closing a server would close idle connections at once, on which the next request may be on its way already; so does
  // a primary process that takes a worker out of service.
  server.closeIdleConnections = () => {};
  const farewell = (grace = 10_000): void => {
    closing = true;
    setTimeout(() => afterReading(closeIdle), FAREWELL_MS).unref();
    setTimeout(() => server.closeAllConnections(), grace).unref();
  };
  return {
    server,
    address: server.address() as AddressInfo,
    farewell,
    close: async (grace) => {
      farewell(grace);
      // Its callback does not wait for connections where a primary process has closed the server before.
      server.close(() => {});
      closeDoors();
      if (open > 0)
        await new Promise<void>((resolve) => {
          whenEmpty = resolve;
        });
    },
  };
}

/** Lets the server see only the connections that are not too many. */
function limitConnections(server: Server, count: ConnectionCount, tooMany: (socket: Socket) => void): void {
  const accept = server.listeners('connection') as ((this: Server, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (count.admit(socket)) for (const listener of accept) listener.call(server, socket);
    else tooMany(socket);
  });
}

function answer(incoming: IncomingMessage, outgoing: ServerResponse, response: HttpResponse, last: boolean): void {
  // A body that was left unread would be taken for the next request of the connection.
  if (!incoming.complete && !incoming.readableEnded) incoming.resume();
  const headers: Record<string, string | number | readonly string[]> = {
    ...response.headers,
    'content-length': Buffer.byteLength(response.body),
  };
  if (last) headers['connection'] = 'close';
  outgoing.writeHead(response.status, headers as Parameters<ServerResponse['writeHead']>[1] & object);
  // A text goes out in one piece with the headers.
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}
