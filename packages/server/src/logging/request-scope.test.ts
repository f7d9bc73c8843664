import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '@tessera/webapi';
import { currentRequest, requestIdOf, withRequestId } from './request-scope.ts';
import { secretsOf } from './secrets-of-request.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a sane id of the client is kept, anything else is replaced', () => {
  for (const id of ['01HV8K2Z', 'a.b:c/d=e+f@g-h_i', '0f3a6d52-7c1e-4b0e-9d5c-2a7f5e1b9c44'])
    assert.equal(requestIdOf(id), id);
  for (const id of [
    undefined,
    '',
    ' a',
    'a b',
    'a\r\nset-cookie: x=1',
    '"}',
    'é',
    '<b>',
    '-rf',
    'a'.repeat(129),
    'a, b',
  ])
    assert.match(requestIdOf(id), UUID, JSON.stringify(id));
});

const request = (headers: Record<string, string>, body = ''): HttpRequest => ({
  method: 'POST',
  url: '/rest/V1/x/5f4dcc3b5aa765d61d8327deb882cf99?password=p%40ss%20word&q=query-value',
  headers,
  body: async () => Buffer.from(body),
  remoteAddress: '127.0.0.1',
  scheme: 'http',
  host: 'localhost',
});

test('the answer carries the id, and what is done for the request knows it', async () => {
  let seen: string | undefined;
  const handle = withRequestId(async () => {
    await new Promise((later) => setTimeout(later, 1));
    seen = currentRequest()?.request.id;
    return { status: 200, headers: { a: 'b' }, body: '' };
  });
  const { headers } = await handle(request({ 'x-request-id': 'abc' }));
  assert.deepEqual(headers, { a: 'b', 'x-request-id': 'abc' });
  assert.equal(seen, 'abc');
  assert.equal(currentRequest(), undefined);
});

test('the secrets of a request are known, as sent and decoded', async () => {
  const body = '{"username":"ann","password":"bo\\"dy","otp":123456,"nested":{"newPassword":"nested"}}';
  let found: readonly string[] = [];
  const headers = { authorization: 'OAuth oauth_token="tok3n", realm="x"', cookie: 'admin=c00kie; a=b' };
  await withRequestId(async (read) => {
    await read.body();
    found = secretsOf(currentRequest() as never);
    return { status: 200, headers: {}, body: '' };
  })(request(headers, body));
  const secrets = [
    'tok3n',
    'c00kie',
    'p%40ss%20word',
    'p@ss word',
    'query-value',
    'bo"dy',
    'bo\\"dy',
    '123456',
    'nested',
  ];
  for (const secret of [...secrets, '5f4dcc3b5aa765d61d8327deb882cf99']) assert.ok(found.includes(secret), secret);
  assert.ok(!found.includes('ann'));
});
