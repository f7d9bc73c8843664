import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { duplexPair } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { wholeRequest } from './whole-request.ts';

const of = (text: string) => wholeRequest(Buffer.from(text, 'latin1'));

test('a request without a body ends with its head', () => {
  assert.deepEqual(of('GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n'), {
    method: 'GET',
    url: '/a?b=c',
    missing: 0,
  });
  assert.equal(of('GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n')?.missing, 0);
});

test('a body is as long as is said', () => {
  assert.equal(of('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc')?.missing, 0);
  assert.equal(of('POST / HTTP/1.1\r\nHost: x\r\ncontent-length:10\r\n\r\nabc')?.missing, 7);
});

for (const [what, text] of Object.entries({
  'an unfinished head': 'GET / HTTP/1.1\r\nHost: x\r\n',
  'more than one request': 'GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',
  'more than the body': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nabc',
  'a chunked body': 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'two lengths': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc',
  'a length that is no number': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc',
  'a length with a space before the colon': 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc',
  'a line that goes on': 'POST / HTTP/1.1\r\nHost: x\r\n Content-Length: 3\r\n\r\nabc',
  'a line that ends with a line feed only': 'GET / HTTP/1.1\r\nHost: x\nContent-Length: 3\r\n\r\n',
  'an end of two line feeds': 'GET / HTTP/1.1\r\nHost: x\n\nGET / HTTP/1.1\r\n\r\n',
  'a carriage return alone': 'GET / HTTP/1.1\r\nHost: x\rContent-Length: 3\r\n\r\n',
  'a connection that ends': 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'a connection that becomes another': 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
  'a client that waits to be asked on':
    'POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.0': 'GET / HTTP/1.0\r\nHost: x\r\n\r\n',
  'an address that is no path': 'GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n',
  'the rest of a head': 'Accept: */*\r\n\r\n',
  'what is not HTTP': '\x16\x03\x01\x02\r\n\r\n',
}))
  test(`nothing is said of ${what}`, () => assert.equal(of(text), null));

/** What Node's parser makes of a chunk and a request after it: the URLs of the requests that it sees, and whether it refuses. */
async function parsed(chunk: string): Promise<{ urls: string[]; refused: boolean }> {
  const urls: string[] = [];
  let refused = false;
  const server = createServer((incoming, outgoing) => {
    urls.push(incoming.url ?? '');
    incoming.resume();
    outgoing.end();
  });
  server.on('clientError', (_, socket) => {
    refused = true;
    socket.end();
  });
  const [client, connection] = duplexPair();
  server.emit('connection', connection);
  client.write(`${chunk}GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1');
  client.resume();
  await once(client, 'end');
  return { urls, refused };
}

test("where a whole request is seen, Node's parser sees one too, and the next after it, or refuses it", async () => {
  const line = fc.constantFrom(
    'Host: x',
    'Content-Length: 3',
    'content-length:3',
    'Content-Length: 03',
    'Content-Length:  3',
    'Content-Length: 3 ',
    'Content-Length:\t3',
    'Content-Length: 0x3',
    'Content-Length: 3, 3',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding : chunked',
    'X-A: b\nTransfer-Encoding: chunked',
    'X-A: b\rContent-Length: 3',
    ' Content-Length: 3',
    'Connection: keep-alive',
    'Connection: close',
    'X-A:',
    'X-A: \u00e9',
    ': b',
    'X-A',
    '\0Content-Length: 3',
  );
  const chunk = fc
    .tuple(
      fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD'),
      fc.array(line, { maxLength: 3 }),
      fc.constantFrom('', 'abc'),
    )
    .map(([method, lines, body]) => `${method} /this HTTP/1.1\r\n${['Host: x', ...lines].join('\r\n')}\r\n\r\n${body}`);
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(chunk, async (text) => {
      if (of(text)?.missing !== 0) return;
      whole++;
      const { urls, refused } = await parsed(text);
      assert.deepEqual(urls, refused ? [] : ['/this', '/next'], text);
    }),
    { numRuns: 600 },
  );
  assert.ok(whole > 50, `${whole}`);
});
