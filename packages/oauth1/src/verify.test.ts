import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { onTheWire, requestTo, secrets, withSignature } from '../test/wire.ts';
import { equalInConstantTime, signingKey } from './hmac.ts';
import type { SignedRequest } from './request.ts';
import { sign } from './sign.ts';
import { verify } from './verify.ts';

const URL_ = 'https://shop.example:8443/rest/V1/customers/search?pageSize=20&currentPage=3&fields=total';
const method = fc.constantFrom('HMAC-SHA1' as const, 'HMAC-SHA256' as const);
const rule = fc.constantFrom('rfc5849' as const, 'magento' as const);
const text = fc.string({ unit: 'binary', maxLength: 12 }).map((value) => value.toWellFormed());

test('what was signed by either rule and method verifies, whatever is in the query', () => {
  const rawQuery = fc.oneof(
    fc.array(fc.tuple(text, text)).map((pairs) => new URLSearchParams(pairs).toString()),
    fc
      .array(fc.tuple(text, text))
      .map((pairs) => pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')),
    fc.string({ unit: fc.constantFrom(...'ab12[]%+=&/~!') }),
  );
  const rawPath = fc.string({ unit: fc.constantFrom(...'/a.%2Ff+~') }).map((path) => `/${path}`);
  fc.assert(
    fc.property(method, rule, rawPath, rawQuery, text, text, (algorithm, by, path, query, secret, formBody) => {
      const { oauth } = requestTo(URL_, 'POST', algorithm);
      const url = { scheme: 'https', host: 'Shop.example', rawPath: path, rawQuery: query };
      const request: SignedRequest = { method: 'POST', url, oauth, formBody };
      const keys = { consumerSecret: secret, tokenSecret: secret };
      const signature = sign(request, { ...keys, method: algorithm, rule: by });
      assert.ok(verify(withSignature(request, signature), keys).ok);
    }),
    { numRuns: 500 },
  );
});

test('a key made beforehand does as well as the secrets', () => {
  const request = requestTo(URL_);
  const signed = withSignature(request, sign(request, { ...secrets, method: 'HMAC-SHA256' }));
  assert.ok(verify(signed, signingKey(secrets)).ok);
  assert.ok(!verify(signed, signingKey({ consumerSecret: 'x' })).ok);
});

test('a plus in the query may be signed as itself and as a blank', () => {
  const sent = requestTo('https://h/p?q=a+b');
  for (const meant of ['https://h/p?q=a%20b', 'https://h/p?q=a%2Bb']) {
    const signature = sign(requestTo(meant), { ...secrets, method: 'HMAC-SHA256' });
    assert.ok(verify(withSignature(sent, signature), secrets).ok);
  }
});

test('a request without signature or with a method that is not allowed never verifies', () => {
  const request = requestTo(URL_, 'GET', 'HMAC-SHA1');
  const signed = withSignature(request, sign(request, { ...secrets, method: 'HMAC-SHA1' }));
  assert.ok(verify(signed, secrets).ok);
  assert.ok(!verify(request, secrets).ok);
  assert.ok(!verify(signed, secrets, { methods: ['HMAC-SHA256'] }).ok);
  assert.ok(!verify(signed, secrets, { methods: [] }).ok);
});

test('PLAINTEXT never verifies, not even if the caller allows it by force', () => {
  const { oauth, ...rest } = requestTo(URL_);
  for (const name of ['PLAINTEXT', '', 'RSA-SHA1', 'hmac-sha256']) {
    const request = { ...rest, oauth: { ...oauth, oauth_signature_method: name } };
    const methods = [name as 'HMAC-SHA1'];
    assert.ok(!verify(withSignature(request, signingKey(secrets)), secrets, { methods }).ok);
  }
});

test('texts of different length or outside ASCII are not taken for equal', () => {
  assert.ok(equalInConstantTime('abc', 'abc'));
  for (const other of ['', 'ab', 'abcd', 'abd', 'abc\0', 'ab\u0163', 'ＡＢＣ'])
    assert.ok(!equalInConstantTime('abc', other));
});

/** Replaces the letter or digit at a random place by another one. */
const changed = (value: string, place: number, by: string) => {
  const places = [...value.matchAll(/[a-zA-Z0-9]/g)].map((match) => match.index);
  const index = places[place % places.length] ?? 0;
  const other = value[index] === by ? (by === '7' ? '8' : '7') : by;
  return value.slice(0, index) + other + value.slice(index + 1);
};

const mutations: ((request: SignedRequest, place: number, by: string) => SignedRequest)[] = [
  (request, place) => ({ ...request, method: ['POST', 'PUT', 'DELETE', 'HEAD'][place % 4] ?? 'POST' }),
  (request) => ({ ...request, url: { ...request.url, scheme: 'http' } }),
  (request, place, by) => ({
    ...request,
    url: { ...request.url, host: changed(request.url.host, place, by.toLowerCase()) },
  }),
  (request, place, by) => ({ ...request, url: { ...request.url, rawPath: changed(request.url.rawPath, place, by) } }),
  (request, place, by) => ({ ...request, url: { ...request.url, rawQuery: changed(request.url.rawQuery, place, by) } }),
  (request, _, by) => ({ ...request, url: { ...request.url, rawQuery: `${request.url.rawQuery}&z${by}=1` } }),
  (request, place) => {
    const rawQuery = request.url.rawQuery
      .split('&')
      .toSpliced(place % 3, 1)
      .join('&');
    return { ...request, url: { ...request.url, rawQuery } };
  },
  (request, _, by) => ({ ...request, formBody: `a=${by}` }),
  (request, place, by) => {
    const names = Object.keys(request.oauth).filter((name) => name !== 'oauth_signature_method');
    const name = names[place % names.length] ?? '';
    return { ...request, oauth: { ...request.oauth, [name]: changed(request.oauth[name] ?? '', place, by) } };
  },
  (request, place) => {
    const { [Object.keys(request.oauth)[place % 6] ?? '']: _, ...oauth } = request.oauth;
    return { ...request, oauth };
  },
  (request, _, by) => ({ ...request, oauth: { ...request.oauth, oauth_callback: by } }),
  (request, place) => {
    const signature = request.oauth.oauth_signature ?? '';
    return withSignature(request, place % 2 === 0 ? signature.slice(0, place % signature.length) : `${signature}=`);
  },
];

test('a request that was tampered with never verifies', () => {
  const request = requestTo(URL_);
  const good = withSignature(request, sign(request, { ...secrets, method: 'HMAC-SHA256' }));
  assert.ok(verify(good, secrets).ok);
  const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
  fc.assert(
    fc.property(fc.constantFrom(...mutations), fc.nat({ max: 997 }), letter, (mutate, place, by) => {
      const bad = mutate(good, place, by);
      assert.notDeepEqual(bad, good);
      assert.ok(!verify(bad, secrets).ok);
    }),
    { numRuns: 10_000 },
  );
});

test('other secrets never verify', () => {
  const request = requestTo(URL_);
  const good = withSignature(request, sign(request, { ...secrets, method: 'HMAC-SHA256' }));
  fc.assert(
    fc.property(text, text, (consumerSecret, tokenSecret) => !verify(good, { consumerSecret, tokenSecret }).ok),
  );
  assert.ok(!verify(good, { consumerSecret: secrets.consumerSecret }).ok);
  assert.ok(!verify(good, { consumerSecret: '', tokenSecret: secrets.tokenSecret }).ok);
});

test('the host is compared without regard to case and with its port', () => {
  const signature = sign(requestTo(URL_), { ...secrets, method: 'HMAC-SHA256' });
  const at = (host: string) => ({ ...requestTo(URL_), url: { ...onTheWire(URL_), host } });
  assert.ok(verify(withSignature(at('SHOP.example:8443'), signature), secrets).ok);
  assert.ok(!verify(withSignature(at('shop.example'), signature), secrets).ok);
});
