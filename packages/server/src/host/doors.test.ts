import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { test } from 'node:test';
import { openDoors } from './doors.ts';

async function withDoors(run: (server: Server, port: number) => Promise<void>): Promise<number> {
  const server = createServer();
  const closeDoors = await openDoors(server, '127.0.0.1', 0);
  const { port } = server.address() as AddressInfo;
  try {
    await run(server, port);
  } finally {
    server.close();
    closeDoors();
    await once(server, 'close');
  }
  return port;
}

test('in a turn of the event loop several connections are accepted', async () => {
  await withDoors(async (server, port) => {
    let accepted = 0;
    server.on('connection', (socket) => {
      accepted++;
      socket.destroy();
    });
    const clients = Array.from({ length: 100 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    const blocked = performance.now() + 50;
    while (performance.now() < blocked);
    let turns = 0;
    for (; accepted < 100; turns++) await new Promise((next) => setImmediate(next));
    for (const client of clients) client.destroy();
    assert.ok(turns < 60, `${turns}`);
  });
});

test('a port at which others listen is refused, whether they share it or not', async () => {
  await withDoors(async (_, port) => {
    await assert.rejects(openDoors(createServer(), '127.0.0.1', port), { code: 'EADDRINUSE' });
    const plain = createServer().listen(0, '127.0.0.1');
    await once(plain, 'listening');
    await assert.rejects(openDoors(createServer(), '127.0.0.1', (plain.address() as AddressInfo).port), {
      code: 'EADDRINUSE',
    });
    plain.close();
  });
});

test('once it is closed nobody listens at the port', async () => {
  const port = await withDoors(async () => {});
  const server = createServer();
  const closeDoors = await openDoors(server, '127.0.0.1', port);
  closeDoors();
  server.close();
  const [error] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ECONNREFUSED');
});
