import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Call } from '@tessera/webapi';
import { generate } from 'selfsigned';
import type { OutgoingAnswer } from './message.ts';
import type { Resolve } from './resolve.ts';
import { isHttpUrl, send } from './send.ts';

type Caller = Pick<Call, 'ports' | 'settings'>;
const caller = (privateAllowed: boolean, resolveHost?: Resolve): Caller => ({
  ports: (resolveHost === undefined ? {} : { resolveHost }) as Call['ports'],
  settings: { get: () => privateAllowed } as never,
});
const failureOf = (answer: OutgoingAnswer): string => (answer.ok ? `status ${answer.status}` : answer.failure);
const get = async (call: Caller, url: string, timeoutMilliseconds = 2000): Promise<string> =>
  failureOf(await send(call, { url, method: 'GET', timeoutMilliseconds }));

async function listening<S extends Server>(server: S, work: (port: number) => Promise<void>): Promise<void> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    if ('closeAllConnections' in server)
      (server as unknown as { closeAllConnections: () => void }).closeAllConnections();
    server.close();
  }
}
const serving = (listener: RequestListener, work: (port: number) => Promise<void>): Promise<void> =>
  listening(createServer(listener), work);

test('a private address is refused before anything connects to it', async () => {
  let connections = 0;
  const server = createServer();
  server.on('connection', () => connections++);
  await listening(server, async (port) => {
    const urls = ['127.0.0.1', '[::1]', '2130706433', '0x7f.1', '127.1', '[::ffff:127.0.0.1]', 'localhost'];
    for (const host of urls)
      assert.equal(await get(caller(false), `http://${host}:${port}/`), 'forbidden_address', host);
    assert.equal(connections, 0);
  });
});

test('one private address among public ones refuses the name', async () => {
  const mixed: Resolve = async () => [
    { address: '93.184.216.34', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ];
  assert.equal(await get(caller(false, mixed), 'http://mixed.test/'), 'forbidden_address');
});

test('with private addresses allowed, they are called', async () => {
  await serving(
    (request, response) => response.end(`agent ${request.headers['user-agent']}`),
    async (port) => {
      const answer = await send(caller(true), {
        url: `http://localhost:${port}/`,
        method: 'GET',
        timeoutMilliseconds: 2000,
      });
      assert.equal(answer.ok && answer.body, 'agent Tessera');
    },
  );
});

test('a redirect is answered, not followed', async () => {
  const seen: (string | undefined)[] = [];
  await serving(
    (request, response) => {
      seen.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    },
    async (port) => {
      assert.equal(await get(caller(true), `http://127.0.0.1:${port}/first`), 'status 302');
      assert.deepEqual(seen, ['/first']);
    },
  );
});

test('a server that does not answer, or never finishes its headers, ends in a time-out', async () => {
  await serving(
    () => {},
    async (port) => assert.equal(await get(caller(true), `http://127.0.0.1:${port}/`, 100), 'timeout'),
  );
});

test('a body without end is cut off, and the status counts', async () => {
  await serving(
    (_, response) => {
      response.on('error', () => {});
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(8192)));
      };
      response.on('drain', more);
      more();
    },
    async (port) => {
      const answer = await send(caller(true), {
        url: `http://127.0.0.1:${port}/`,
        method: 'GET',
        timeoutMilliseconds: 2000,
      });
      assert.equal(answer.ok && answer.body.length, 16 * 1024);
    },
  );
  await serving(
    (_, response) => response.writeHead(500).write('partly'),
    async (port) => assert.equal(await get(caller(true), `http://127.0.0.1:${port}/`, 200), 'status 500'),
  );
});

test('each failure has its name', async () => {
  const unknown: Resolve = () => Promise.reject(Object.assign(new Error('nope'), { code: 'ENOTFOUND' }));
  assert.equal(await get(caller(true, unknown), 'http://unknown.test/'), 'dns');
  assert.equal(
    await get(
      caller(true, async () => []),
      'http://empty.test/',
    ),
    'dns',
  );
  await listening(
    createTcpServer((socket) => socket.end('this is not HTTP\r\n\r\n')),
    async (port) => {
      assert.equal(await get(caller(true), `http://127.0.0.1:${port}/`), 'broken');
      assert.equal(await get(caller(true), `https://127.0.0.1:${port}/`), 'tls');
    },
  );
  await listening(
    createTcpServer((socket) => socket.destroy()),
    async (port) => assert.equal(await get(caller(true), `http://127.0.0.1:${port}/`), 'broken'),
  );
  const { port } = await freedPort();
  assert.equal(await get(caller(true), `http://127.0.0.1:${port}/`), 'refused');
  for (const url of [
    '',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://',
    '/relative',
    'http://user:pass@example.com/',
    'javascript:alert(1)',
  ])
    assert.equal(await get(caller(true), url), 'unsupported_url', url);
});

async function freedPort(): Promise<AddressInfo> {
  const server = createTcpServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return address;
}

test('a certificate that is not accepted is refused, and it is said why', async (t) => {
  const known = getCACertificates('default');
  t.after(() => setDefaultCACertificates(known));
  const year = 365 * 86_400_000;
  const answerTo = async (name: string, isKnown: boolean, begins = -1, ends = 1): Promise<string> => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      notBeforeDate: new Date(Date.now() + begins * year),
      notAfterDate: new Date(Date.now() + ends * year),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
    });
    setDefaultCACertificates(isKnown ? [...known, cert] : known);
    let answer = '';
    await listening(
      createTlsServer({ cert, key }, (_, response) => response.end()),
      async (port) => void (answer = await get(caller(true), `https://localhost:${port}/`)),
    );
    return answer;
  };
  assert.equal(await answerTo('localhost', false), 'certificate_untrusted');
  assert.equal(await answerTo('localhost', true), 'status 200');
  assert.equal(await answerTo('localhost', true, -2, -1), 'certificate_expired');
  assert.equal(await answerTo('localhost', true, 1, 2), 'certificate_expired');
  assert.equal(await answerTo('elsewhere.example', true), 'certificate_host');
});

test('only absolute http and https URLs without credentials count', () => {
  assert.equal(isHttpUrl('https://example.com/callback?x=1'), true);
  assert.equal(isHttpUrl('HTTP://EXAMPLE.COM'), true);
  assert.equal(isHttpUrl('//example.com'), false);
  assert.equal(isHttpUrl('https://user@example.com'), false);
});
