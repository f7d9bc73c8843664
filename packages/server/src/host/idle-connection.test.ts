import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { readBeforeClosingIdle } from './idle-connection.ts';

const IDLE_MS = 200;
const REQUEST = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi';

async function withConnection(
  run: (connection: { ask: () => void; answers: () => number; closed: () => boolean }) => Promise<void>,
) {
  const server = createServer({ keepAliveTimeout: IDLE_MS, keepAliveTimeoutBuffer: 0 }, (_, outgoing) =>
    outgoing.end('.'),
  );
  readBeforeClosingIdle(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString();
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  try {
    await run({
      ask: () => void socket.write(REQUEST),
      answers: () => received.split('HTTP/1.1 200').length - 1,
      closed: () => socket.closed,
    });
  } finally {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  }
}

function keepBusy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test('a request that came while the process was busy is answered, though the connection was idle for too long meanwhile', () =>
  withConnection(async ({ ask, answers, closed }) => {
    ask();
    while (answers() < 1) await delay(5);
    await delay(IDLE_MS / 2);
    // Timers are looked at next, and only then what has come.
    setImmediate(() => {
      ask();
      keepBusy(2 * IDLE_MS);
    });
    for (let i = 0; i < 20 && answers() < 2 && !closed(); i++) await delay(IDLE_MS / 4);
    assert.equal(answers(), 2);
    assert.equal(closed(), false);
  }));

test('a connection on which nothing comes is closed once it was idle for long enough', () =>
  withConnection(async ({ ask, answers, closed }) => {
    ask();
    while (answers() < 1) await delay(5);
    await delay(IDLE_MS / 2);
    assert.equal(closed(), false);
    for (let i = 0; i < 40 && !closed(); i++) await delay(50);
    assert.equal(closed(), true);
  }));
