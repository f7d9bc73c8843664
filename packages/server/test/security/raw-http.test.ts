import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { trustedProxies } from '../../src/host/client-address.ts';
import { isHost } from '../../src/host/host-name.ts';
import { listen } from '../../src/host/http-host.ts';
import { withApplication } from '../application.ts';

/** Sends bytes as they are; gives everything that comes back until the other side closes. */
type Exchange = (bytes: string | Buffer, keepOpen?: boolean) => Promise<string>;

const withSocket = (work: (exchange: Exchange) => Promise<void>, requestMilliseconds = 5000): Promise<void> =>
  withApplication(async ({ application }) => {
    const host = await listen(application.handle, {
      host: '127.0.0.1',
      port: 0,
      tls: null,
      trustedProxies: trustedProxies([]),
      limits: { bodyBytes: 100_000, headerBytes: 16_384, requestMilliseconds },
    });
    const exchange: Exchange = (bytes, keepOpen = false) =>
      new Promise((done) => {
        let text = '';
        const socket = connect(host.address.port, '127.0.0.1');
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('close', () => done(text));
        socket.on('error', () => done(text));
        if (keepOpen) socket.write(bytes);
        else socket.end(bytes);
      });
    try {
      await work(exchange);
    } finally {
      await host.close(100);
    }
  });

const get = (path: string, headers: string): string => `GET ${path} HTTP/1.1\r\nConnection: close\r\n${headers}\r\n`;
const CURRENCY = '/rest/V1/directory/currency';

test('a Host that is none is refused with 400, before anything is made of it', () =>
  withSocket(async (exchange) => {
    for (const host of [
      'a b',
      'x"><script>',
      'evil.example/path',
      'a@b',
      'x:y',
      'x:123456',
      'x:99999',
      '1.2.3.4.5',
      '999.1.1.1',
      '[:::]',
      '[::1',
      "x'",
      'x\\y',
      'é',
      '',
    ])
      for (const path of [
        CURRENCY,
        '/customer/account',
        '/swagger',
        '/soap/default?wsdl&services=customerAccountManagementV1',
      ])
        assert.match(await exchange(get(path, `Host: ${host}\r\n`)), /^HTTP\/1\.1 400 /, `${host} ${path}`);
    assert.match(await exchange(get(CURRENCY, '')), /^HTTP\/1\.1 400 /);
    assert.match(await exchange(get(CURRENCY, 'Host: a.example\r\nhOST: b.example\r\n')), /^HTTP\/1\.1 400 /);
    for (const host of ['shop.example', 'shop_1.example:8080', '127.0.0.1', '[2001:db8::1]:443', 'localhost.'])
      assert.match(await exchange(get(CURRENCY, `Host: ${host}\r\n`)), /^HTTP\/1\.1 200 /, host);
  }));

test('a long Host costs nothing', () => {
  const began = performance.now();
  for (const text of ['a.'.repeat(50_000), '-'.repeat(100_000), `[${':'.repeat(100_000)}`, 'a:'.repeat(50_000)])
    assert.equal(isHost(text), false);
  assert.ok(performance.now() - began < 1000);
});

test('a request that does not arrive in time is cut off, and others are served meanwhile', { timeout: 20_000 }, () =>
  withSocket(async (exchange) => {
    const began = performance.now();
    const slow = [
      'GET /rest/V1/dire',
      `GET ${CURRENCY} HTTP/1.1\r\nHost: x\r\nX: `,
      'POST /rest/V1/customers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      'POST /rest/V1/customers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"cus',
    ].map((bytes) => exchange(bytes, true));
    assert.match(await exchange(get(CURRENCY, 'Host: x\r\n')), /^HTTP\/1\.1 200 /);
    for (const answer of await Promise.all(slow)) assert.match(answer, /^HTTP\/1\.1 4\d\d |^$/);
    assert.ok(performance.now() - began < 10_000);
  }, 500),
);

test('a compressed body is not unpacked, whatever it would unpack to', () =>
  withSocket(async (exchange) => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
    assert.ok(bomb.length < 100_000);
    const head = `POST /rest/V1/customers HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    const began = performance.now();
    assert.match(await exchange(Buffer.concat([Buffer.from(head), bomb])), /^HTTP\/1\.1 400 /);
    assert.ok(performance.now() - began < 10_000);
  }));

test('two requests are not made of one by disagreeing lengths or line ends', () =>
  withSocket(async (exchange) => {
    const post = (headers: string, body: string): string =>
      `POST /rest/V1/customers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
    const second = `GET ${CURRENCY} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    for (const smuggled of [
      post(`Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${second}`),
      post(`Content-Length: 0\r\nContent-Length: 10\r\n`, second),
      post(`Transfer-Encoding: chunked, identity\r\n`, `0\r\n\r\n${second}`),
      post(`Transfer-Encoding : chunked\r\n`, `0\r\n\r\n${second}`),
      post(`X: a\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${second}`),
    ]) {
      const answers = (await exchange(smuggled)).match(/HTTP\/1\.1 \d\d\d/g) ?? [];
      assert.deepEqual(answers, ['HTTP/1.1 400'], smuggled);
    }
  }));
