import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MASK, maskText, maskValue } from './mask.ts';

const SECRET = 'sV3kr1t-Value';
const TOKEN = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';

test('secrets are masked by their looks, wherever a text quotes them', () => {
  for (const text of [
    `Authorization: Bearer ${SECRET}`,
    `refused "authorization": "OAuth oauth_consumer_key=\\"x\\", oauth_signature=\\"${SECRET}\\""`,
    `the header was OAuth oauth_token="${SECRET}", oauth_nonce="n"`,
    `sent bearer ${SECRET} to it`,
    `Cookie: admin=${SECRET}; other=1`,
    `set-cookie: PHPSESSID=${SECRET}; path=/`,
    `{"username":"admin","password":"${SECRET}"}`,
    `username=admin&newPassword=${SECRET}&x=1`,
    `?oauth_verifier=${SECRET}&a=b`,
    `customer[password]=${SECRET}`,
    `<soap:password>${SECRET}</soap:password>`,
    `api_key: ${SECRET}`,
    `postgres://tessera:${SECRET}@db.internal:5432/tessera`,
    `client_secret = '${SECRET}'`,
    `Unexpected token '}', ..."ord": "${SECRET}" }" is not valid JSON`,
  ]) {
    const masked = maskText(text);
    assert.ok(!masked.includes(SECRET), masked);
  }
  assert.ok(!maskText(`the token ${TOKEN} is unknown`).includes(TOKEN));
  assert.ok(!maskText('eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOjF9.c2lnbmF0dXJl').includes('eyJ1aWQiOjF9'));
});

test('what is no secret stays readable', () => {
  for (const text of [
    'a webhook to shop.example answered 500 after 12 ms',
    'The request is not valid HTTP.',
    'SQLITE_CONSTRAINT_UNIQUE: UNIQUE constraint failed: customer.email',
    'at processSync (file:///app/packages/webapi/src/rest/rest.ts:92:15)',
    '0f3a6d52-7c1e-4b0e-9d5c-2a7f5e1b9c44',
  ])
    assert.equal(maskText(text), text);
});

test('secrets that are known to be about are masked by their value', () => {
  assert.equal(maskText('cannot hash hunter2!', ['hunter2!']), `cannot hash ${MASK}`);
});

test('of an error its place and its message are kept, and none of its other properties', () => {
  const cause = Object.assign(new Error('Key (email)=(ann@example.com) exists'), { parameters: [SECRET] });
  const error = Object.assign(new TypeError(`password=${SECRET}`, { cause }), {
    code: 'E_TEST',
    input: `postgres://a:${SECRET}@b/c`,
    row: { hash: SECRET },
  });
  const masked = maskValue(error) as Record<string, unknown>;
  assert.deepEqual(Object.keys(masked).sort(), ['cause', 'code', 'message', 'stack', 'type']);
  assert.equal(masked['type'], 'TypeError');
  assert.match(String(masked['stack']), /mask\.test\.ts/);
  assert.ok(!JSON.stringify(masked).includes(SECRET));
});

test('fields of secret names are masked, their ids are not', () => {
  assert.deepEqual(maskValue({ tokenId: 7, token: SECRET, nested: { consumerSecret: SECRET, name: 'Shop' } }), {
    tokenId: 7,
    token: MASK,
    nested: { consumerSecret: MASK, name: 'Shop' },
  });
});

test('a text can neither end its line nor speak to a terminal', () => {
  const line = JSON.stringify(maskText('a\r\nb\x1b[31m\x9b31m\u2028c\u202ed'));
  assert.doesNotMatch(line, /[\x00-\x1f\x7f-\x9f\u2028\u202e]/);
});

test('hostile texts do not take long', () => {
  const began = performance.now();
  for (const piece of ['a.', '<pass', 'token=', 'x://a:', 'Unexpected token ', '\\"', 'authorization '])
    maskText(piece.repeat(200_000));
  assert.ok(performance.now() - began < 2000, `${performance.now() - began} ms`);
});
