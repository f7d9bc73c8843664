import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { ConnectionGuard } from './connection-guard.ts';

interface Scene {
  /** Sends a piece on the connection, and gives the other side time to read it. */
  readonly send: (text: string) => Promise<void>;
  readonly end: () => void;
  /** The statuses that came back, in their order. */
  readonly statuses: () => string;
  /** The URLs of which HTTP was told. */
  readonly seen: string[];
  readonly refuseAll: (yes: boolean) => void;
}

/** Some turns of the event loop, not only some time: a machine that stood still has read nothing meanwhile. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await later(5);
}
const get = (url: string): string => `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`;
const post = (length: number): string => `POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;

/** A guarded connection to a server that answers 200; `/slow` after 60 ms, refusals come at the end of the turn. */
async function onGuardedConnection(run: (scene: Scene) => Promise<void>): Promise<void> {
  const guards = new WeakMap<Socket, ConnectionGuard>();
  const seen: string[] = [];
  let refuses = false;
  const server = createServer((incoming, outgoing) => {
    seen.push(incoming.url ?? '');
    const guard = guards.get(incoming.socket);
    guard?.requested();
    outgoing.once('close', () => guard?.answered());
    incoming.resume();
    incoming.on('end', () => setTimeout(() => outgoing.end('ok'), incoming.url === '/slow' ? 60 : 0));
  });
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket) => {
    const guard = new ConnectionGuard(socket, (_, refuse) => {
      if (refuses) setImmediate(refuse);
      return refuses;
    });
    guards.set(socket, guard);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const client = connect({ port: (server.address() as AddressInfo).port, allowHalfOpen: true });
  let heard = '';
  client.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  try {
    await run({
      send: (text) => {
        client.write(text);
        return settled();
      },
      end: () => void client.end(),
      statuses: () => [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status).join(' '),
      seen,
      refuseAll: (yes) => {
        refuses = yes;
      },
    });
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

test('after the first request, those that are too many are refused without HTTP', () =>
  onGuardedConnection(async ({ send, statuses, seen, refuseAll }) => {
    refuseAll(true);
    await send(get('/1'));
    await send(get('/2'));
    await send(`${post(3)}abc`);
    assert.equal(statuses(), '200 503 503');
    refuseAll(false);
    await send(get('/3'));
    assert.equal(statuses(), '200 503 503 200');
    assert.deepEqual(seen, ['/1', '/3']);
  }));

test('answers come in the order of the requests', () =>
  onGuardedConnection(async ({ send, statuses, seen, refuseAll }) => {
    await send(get('/1'));
    await send(get('/slow'));
    refuseAll(true);
    await send(get('/2'));
    await settled();
    await settled();
    assert.equal(statuses(), '200 200 200');
    assert.deepEqual(seen, ['/1', '/slow', '/2']);
    await send(get('/3'));
    assert.equal(statuses(), '200 200 200 503');
  }));

test('of a body in pieces the end is known, and the next request is refused', () =>
  onGuardedConnection(async ({ send, statuses, seen, refuseAll }) => {
    await send(`${post(6)}ab`);
    await send('cd');
    refuseAll(true);
    await send('ef');
    assert.equal(statuses(), '200');
    await send(get('/2'));
    assert.equal(statuses(), '200 503');
    assert.deepEqual(seen, ['/post']);
  }));

test('what looks like a request inside of a body is none', () =>
  onGuardedConnection(async ({ send, statuses, seen, refuseAll }) => {
    refuseAll(true);
    const inside = get('/inside');
    await send(post(inside.length));
    await send(inside);
    assert.equal(statuses(), '200');
    assert.deepEqual(seen, ['/post']);
  }));

test('where it is not known any more where requests begin, all go to HTTP', () =>
  onGuardedConnection(async ({ send, statuses, seen, refuseAll }) => {
    await send('GET /1 HTTP/1.1\r\nX-A: ');
    refuseAll(true);
    await send(get('/not-a-request'));
    await send(get('/2'));
    assert.equal(statuses(), '200 200');
    assert.deepEqual(seen, ['/1', '/2']);
  }));

test('a client that ends its side after a request is still refused', () =>
  onGuardedConnection(async ({ send, end, statuses, refuseAll }) => {
    await send(get('/1'));
    refuseAll(true);
    const sent = send(get('/2'));
    end();
    await sent;
    assert.equal(statuses(), '200 503');
  }));

test('an answer to HEAD has no body, so that HTTP gives it', () =>
  onGuardedConnection(async ({ send, seen, refuseAll }) => {
    await send(get('/1'));
    refuseAll(true);
    await send(get('/2').replace('GET', 'HEAD'));
    assert.deepEqual(seen, ['/1', '/2']);
  }));
