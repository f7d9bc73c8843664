import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isPublicAddress } from '../address/public-address.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

async function serve(t: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
const get = { method: 'GET', headers: {} };
const open = createGuardedFetch({ isAllowed: () => true });

test('an address is checked when it is connected to, whatever its name', async (t) => {
  let reached = 0;
  const port = await serve(t, (_, response) => {
    reached++;
    response.end();
  });
  const guarded = createGuardedFetch({ isAllowed: isPublicAddress });
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]'])
    await assert.rejects(guarded(new URL(`http://${host}:${port}/`), get), { code: 'EADDRESSREFUSED' }, host);
  assert.equal(reached, 0);
});

test('a redirect is an answer, not an order', async (t) => {
  const port = await serve(t, (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  const answer = await open(new URL(`http://127.0.0.1:${port}/`), get);
  assert.equal(answer.status, 302);
});

test('a packed answer is unpacked, and neither form may be larger than allowed', async (t) => {
  const text = 'a'.repeat(100_000);
  const port = await serve(t, (request, response) => {
    if (request.url === '/plain') response.end(text);
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
  });
  const address = (path: string): URL => new URL(path, `http://127.0.0.1:${port}/`);
  assert.equal(await (await open(address('/packed'), get)).text(), text);
  const small = createGuardedFetch({ isAllowed: () => true, maximumBytes: 10_000 });
  await assert.rejects(small(address('/plain'), get), { code: 'ETOOLARGE' });
  await assert.rejects(small(address('/packed'), get), { code: 'ETOOLARGE' });
});

test('a body is sent with its length, and an answer without content has none', async (t) => {
  const port = await serve(t, (request, response) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('end', () => {
      const told = Number(request.headers['content-length']);
      response.writeHead(length === told && length === 4 ? 204 : 500).end();
    });
  });
  const url = new URL(`http://127.0.0.1:${port}/`);
  const answer = await open(url, { method: 'POST', headers: {}, body: 'größ'.slice(0, 3) });
  assert.equal(answer.status, 204);
});

test('a call can be given up', async (t) => {
  const port = await serve(t, () => {});
  const signal = AbortSignal.timeout(20);
  await assert.rejects(open(new URL(`http://127.0.0.1:${port}/`), { ...get, signal }), { name: /Abort|Timeout/ });
});
