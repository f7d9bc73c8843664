import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secrets } from '../test/wire.ts';
import { parseAuthorization } from './parse-authorization.ts';
import { requestUrl } from './request.ts';
import { createSigner } from './signer.ts';
import { verify } from './verify.ts';

const credentials = { ...secrets, consumerKey: 'k'.repeat(32), token: 't'.repeat(32) };
const URL_ = 'https://Shop.example:443/rest/V1/products/a%2Fb?searchCriteria[10]=é x&searchCriteria[2]=1';

test('what a signer signs is verified, by the rule that it was told', () => {
  for (const rule of ['rfc5849', 'magento'] as const) {
    for (const signatureMethod of ['HMAC-SHA1', 'HMAC-SHA256'] as const) {
      const header = createSigner(credentials, { rule, signatureMethod })('get', URL_);
      const oauth = parseAuthorization(header) ?? {};
      const verification = verify({ method: 'GET', url: requestUrl(URL_), oauth }, secrets);
      assert.equal(verification.ok && verification.rule, rule);
    }
  }
});

test('the clock and the nonce are those that were given', () => {
  const sign = createSigner(credentials, { clock: () => 1_700_000_000, nonce: () => 'once' });
  const oauth = parseAuthorization(sign('GET', new URL(URL_)));
  assert.equal(oauth?.oauth_timestamp, '1700000000');
  assert.equal(oauth?.oauth_nonce, 'once');
  assert.equal(oauth?.oauth_version, '1.0');
  assert.equal(sign('GET', URL_), sign('GET', URL_));
});

test('without being told, every request has a nonce of its own of 32 characters', () => {
  const sign = createSigner(credentials);
  const nonces = Array.from({ length: 50 }, () => parseAuthorization(sign('GET', URL_))?.oauth_nonce);
  assert.equal(new Set(nonces).size, 50);
  for (const nonce of nonces) assert.match(nonce ?? '', /^[0-9a-f]{32}$/);
});

test('the first step of the handshake has no token, the second has a verifier', () => {
  const { token: _, tokenSecret: __, ...consumer } = credentials;
  const first = parseAuthorization(createSigner(consumer)('POST', 'http://h/oauth/token/request'));
  assert.equal(first?.oauth_token, undefined);
  const second = parseAuthorization(createSigner({ ...credentials, verifier: 'v' })('POST', 'http://h/'));
  assert.equal(second?.oauth_verifier, 'v');
});

test('a form is signed in each of its shapes', () => {
  const url = 'http://h/oauth/token/request';
  const formBody = 'a=1+2&b=%C3%A9';
  for (const form of [formBody, new URLSearchParams(formBody), { a: '1 2', b: 'é' }]) {
    const oauth = parseAuthorization(createSigner(credentials)('POST', url, form)) ?? {};
    const request = { method: 'POST', url: requestUrl(url), oauth };
    assert.ok(verify({ ...request, formBody }, secrets).ok);
    assert.ok(!verify(request, secrets).ok);
  }
});

test('a URL that is not absolute is refused', () => {
  assert.throws(() => createSigner(credentials)('GET', '/rest/V1/modules'), TypeError);
});
