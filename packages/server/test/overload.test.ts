import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { trustedProxies } from '../src/host/client-address.ts';
import { type Handler, type HostOptions, type HttpHost, listen } from '../src/host/http-host.ts';
import { hostLoad } from '../src/host/load-gauge.ts';

const load = hostLoad();
const pause = (milliseconds: number): Promise<void> => new Promise((soon) => setTimeout(soon, milliseconds));
const ok: Handler = async () => ({ status: 200, headers: {}, body: 'ok' });

async function withHost(
  handle: Handler,
  limits: Partial<HostOptions['limits']>,
  run: (host: HttpHost, base: string) => Promise<void>,
  proxies: readonly string[] = [],
): Promise<void> {
  Object.assign(load, hostLoad());
  const host = await listen(handle, {
    host: '127.0.0.1',
    port: 0,
    tls: null,
    limits: { bodyBytes: 1000, headerBytes: 8192, requestMilliseconds: 60_000, ...limits },
    trustedProxies: trustedProxies(proxies),
    isEssential: (url) => url === '/health/live',
    load,
  });
  try {
    await run(host, `http://127.0.0.1:${host.address.port}`);
  } finally {
    await host.close(0);
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}
const ask = (url: string, agent?: Agent): Promise<Answer> =>
  new Promise((done, failed) => {
    request(url, { agent: agent ?? false }, (response) => {
      const { statusCode = 0, headers } = response;
      text(response).then((body) => done({ status: statusCode, retryAfter: headers['retry-after'], body }), failed);
    })
      .on('error', failed)
      .end();
  });

/** What a server sends on a connection until it ends it. */
function raw(port: number, sent: string): { ended: Promise<string>; write: (more: string) => void } {
  const socket = connect(port, '127.0.0.1');
  socket.write(sent);
  let heard = '';
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  const ended = new Promise<string>((done) => {
    socket.on('error', () => {});
    socket.on('close', () => done(heard));
  });
  return { ended, write: (more) => void socket.write(more) };
}

const busyFor = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

/** A keep-alive connection that asks again some time after each answer. @returns what was answered */
async function client(port: number, milliseconds: number, pauseMilliseconds: number): Promise<string[]> {
  const answers: string[] = [];
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    for (let open = true; open && performance.now() < until; ) {
      socket.write('GET /work HTTP/1.1\r\nhost: x\r\n\r\n');
      const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [Buffer | boolean];
      answers.push(chunk.toString());
      open = !/connection: close/i.test(chunk.toString());
      await pause(pauseMilliseconds);
    }
    socket.destroy();
  }
  return answers;
}

test('of eight times too much over many connections the surplus is told 503, a fair part is served, health is answered, and all is right at once afterwards', async () => {
  const overload = { waitMilliseconds: 100, alwaysTaken: 20, warmUp: 100 };
  const busy = spawn(process.execPath, [join(import.meta.dirname, 'busy-host.ts'), JSON.stringify(overload)]);
  try {
    const port = Number(String(((await once(busy.stdout, 'data')) as [Buffer])[0]));
    const served = (answers: readonly string[]): number => answers.filter((answer) => / 200 /.test(answer)).length;
    const alone = (await Promise.all(Array.from({ length: 8 }, () => client(port, 1000, 0)))).flat();
    assert.equal(served(alone), alone.length);

    const health: { status: number; took: number }[] = [];
    const watch = setInterval(() => {
      const began = performance.now();
      void ask(`http://127.0.0.1:${port}/health/live`).then(({ status }) =>
        health.push({ status, took: performance.now() - began }),
      );
    }, 100);
    const all = (await Promise.all(Array.from({ length: 400 }, () => client(port, 4000, 100)))).flat();
    clearInterval(watch);
    const refused = all.filter((answer) => /^HTTP\/1.1 503 .*\r\nretry-after: 1\r\n.*overloaded/is.test(answer));
    assert.equal(served(all) + refused.length, all.length);
    assert.ok(refused.length > all.length / 2, `${refused.length} of ${all.length}`);
    assert.ok(served(all) / 4 > alone.length / 3, `${served(all)} in 4 s, alone ${alone.length} in 1 s`);
    assert.ok(health.length > 20, `${health.length}`);
    for (const { status, took } of health) assert.ok(status === 200 && took < 1000, `${status} after ${took} ms`);

    const afterwards = (await Promise.all(Array.from({ length: 8 }, () => client(port, 1000, 10)))).flat();
    assert.equal(served(afterwards), afterwards.length);
  } finally {
    busy.kill();
  }
});

test('health is answered, and before all that waits, while requests are turned away', () =>
  withHost(
    async () => {
      busyFor(5);
      return { status: 200, headers: {}, body: 'ok' };
    },
    { overload: { waitMilliseconds: 60, alwaysTaken: 2, warmUp: 0 } },
    async (_, base) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 100 });
      const until = performance.now() + 2000;
      const statuses = async (path: string): Promise<number[]> => {
        const answers: number[] = [];
        while (performance.now() < until) answers.push((await ask(base + path, agent)).status);
        return answers;
      };
      const [work = [], health = []] = await Promise.all([
        Promise.all(Array.from({ length: 60 }, () => statuses('/work'))).then((all) => all.flat()),
        statuses('/health/live'),
      ]);
      const refused = work.filter((status) => status === 503).length;
      assert.ok(refused > 50, `${refused}`);
      assert.equal(load.requestsShed, refused);
      assert.deepEqual([...new Set(work)].sort(), [200, 503]);
      assert.deepEqual([...new Set(health)], [200]);
      agent.destroy();
    },
  ));

test('a hundred clients at full speed are all served, however slow each request is', () =>
  withHost(
    async () => {
      busyFor(1);
      return { status: 200, headers: {}, body: 'ok' };
    },
    { overload: { waitMilliseconds: 10, alwaysTaken: 100, warmUp: 0 } },
    async (_, base) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 100 });
      const client = async (): Promise<void> => {
        for (let i = 0; i < 10; i++) assert.equal((await ask(base, agent)).status, 200);
      };
      await Promise.all(Array.from({ length: 100 }, client));
      assert.equal(load.requestsShed, 0);
      agent.destroy();
    },
  ));

test('clients that send their bodies slowly are cut off with 408, and nobody else waits for them', () =>
  withHost(
    async ({ body }) => ({ status: 200, headers: {}, body: await body().catch(() => '') }),
    { requestMilliseconds: 900, overload: { waitMilliseconds: 50, alwaysTaken: 1, warmUp: 0 } },
    async (host, base) => {
      const slow = Array.from({ length: 50 }, () =>
        raw(host.address.port, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc'),
      );
      await pause(300);
      assert.equal(load.requestsInFlight, 0);
      for (let i = 0; i < 20; i++) assert.equal((await ask(base)).status, 200);
      for (const answer of await Promise.all(slow.map(({ ended }) => ended))) assert.match(answer, /^HTTP\/1.1 408 /);
      assert.equal(load.requestsInFlight, 0);
    },
  ));

test('headers that do not end, and connections on which nothing is sent, are cut off with 408', () =>
  withHost(ok, { requestMilliseconds: 600 }, async (host) => {
    const began = performance.now();
    const answers = await Promise.all([
      raw(host.address.port, 'GET / HTTP/1.1\r\nhost: x\r\nx-a: b').ended,
      raw(host.address.port, '').ended,
    ]);
    for (const answer of answers) assert.match(answer, /^HTTP\/1.1 408 [\s\S]*did not arrive in time/);
    assert.ok(performance.now() - began < 3000);
  }));

test('headers that are too large are told so', () =>
  withHost(ok, {}, async (host) => {
    const { ended } = raw(host.address.port, `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'b'.repeat(20_000)}\r\n\r\n`);
    assert.match(await ended, /^HTTP\/1.1 431 Request Header Fields Too Large[\s\S]*too large/);
  }));

test('more connections than a process may have are told 503 and closed; one that ends makes room', () =>
  withHost(ok, { connections: { total: 20, perAddress: 0 } }, async (host, base) => {
    const idle = new Agent({ keepAlive: true, maxSockets: 20 });
    await Promise.all(Array.from({ length: 20 }, () => ask(base, idle)));
    const many = await Promise.all(Array.from({ length: 30 }, () => raw(host.address.port, '').ended));
    for (const answer of many) assert.match(answer, /^HTTP\/1.1 503 [\s\S]*retry-after: 1\r\n[\s\S]*overloaded/);
    assert.equal(load.connectionsRefused, 30);
    assert.equal((await ask(base, idle)).status, 200);
    idle.destroy();
    await pause(100);
    assert.equal((await ask(base)).status, 200);
  }));

test('an address has a share of the connections, a trusted proxy has none of its own', async () => {
  const limits = { connections: { total: 100, perAddress: 3 } };
  const statuses = async (base: string): Promise<number[]> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 5 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(base, agent)));
    agent.destroy();
    return answers.map(({ status }) => status).sort();
  };
  const slow: Handler = async () => {
    await pause(100);
    return { status: 200, headers: {}, body: 'ok' };
  };
  await withHost(slow, limits, async (_, base) => assert.deepEqual(await statuses(base), [200, 200, 200, 503, 503]));
  await withHost(slow, limits, async (_, base) => assert.deepEqual(await statuses(base), [200, 200, 200, 200, 200]), [
    '127.0.0.1',
  ]);
});
