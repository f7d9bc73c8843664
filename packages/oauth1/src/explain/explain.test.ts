import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { requestTo, secrets, withSignature } from '../../test/wire.ts';
import { baseString } from '../base-string.ts';
import type { SignedRequest } from '../request.ts';
import { sign } from '../sign.ts';
import { type ExplainOptions, explain } from './explain.ts';

// What a client does right or wrong is made by hand here, not by the code that is tested.
const { consumerSecret, tokenSecret } = secrets;
const KEY = `${consumerSecret}&${tokenSecret}`;
const URI = 'https://shop.example:8443/rest/V1/products/a%20b';
const request = requestTo(`${URI.replace('shop', 'Shop')}?q=a%20b~'&sku=x%2By&S=1`);
const own = [
  `oauth_consumer_key=${'k'.repeat(32)}`,
  'oauth_nonce=0123456789abcdef',
  'oauth_signature_method=HMAC-SHA256',
  'oauth_timestamp=1700000000',
  `oauth_token=${'t'.repeat(32)}`,
  'oauth_version=1.0',
];
const list = ['S=1', ...own, 'q=a%20b~%27', 'sku=x%2By'];

const base = (uri = URI, pairs: readonly string[] = list, method = 'GET') =>
  [method, encodeURIComponent(uri), encodeURIComponent(pairs.join('&'))].join('&');
const hash = (text = base(), key = KEY, algorithm = 'sha256') =>
  createHmac(algorithm, key).update(text).digest('base64');
const hex = createHmac('sha256', KEY).update(base()).digest('hex');
const onceMore = (pair: string) => pair.split('=').map(encodeURIComponent).join('=');

const explained = (signature: string, options?: ExplainOptions, of: SignedRequest = request) =>
  explain(withSignature(of, signature), secrets, options);
const codes = (signature: string, options?: ExplainOptions, of?: SignedRequest) =>
  explained(signature, options, of).verdicts.map(({ code }) => code);

test('the base string made by hand is the one of the RFC', () => {
  assert.equal(base(), baseString(request, 'rfc5849'));
});

const mistakes: readonly (readonly [code: string, signature: string])[] = [
  ['token-secret-left-out', hash(base(), `${consumerSecret}&`)],
  ['ampersand-missing', hash(base(), consumerSecret + tokenSecret)],
  ['token-secret-and-ampersand-missing', hash(base(), consumerSecret)],
  ['consumer-secret-left-out', hash(base(), `&${tokenSecret}`)],
  ['secrets-swapped', hash(base(), `${tokenSecret}&${consumerSecret}`)],
  ['consumer-key-for-secret', hash(base(), `${'k'.repeat(32)}&${tokenSecret}`)],
  ['token-for-token-secret', hash(base(), `${consumerSecret}&${'t'.repeat(32)}`)],
  ['key-and-token-for-secrets', hash(base(), `${'k'.repeat(32)}&${'t'.repeat(32)}`)],
  ['blank-in-consumer-secret', hash(base(), `${consumerSecret}%20&${tokenSecret}`)],
  ['blank-in-token-secret', hash(base(), `${KEY}%0A`)],
  ['algorithm-differs', hash(base(), KEY, 'sha1')],
  ['digest-in-hex', hex],
  ['digest-base64-of-hex', btoa(hex)],
  ['digest-padding-missing', hash().replace(/=+$/, '')],
  ['signature-encoded-twice', encodeURIComponent(hash())],
  ['scheme-differs', hash(base(URI.replace('https', 'http')))],
  ['port-left-out', hash(base(URI.replace(':8443', '')))],
  ['host-case-kept', hash(base(URI.replace('shop', 'Shop')))],
  ['path-decoded', hash(base(URI.replace('%20', ' ')))],
  ['path-encoded-twice', hash(base(URI.replace('%20', '%2520')))],
  ['path-trailing-slash', hash(base(`${URI}/`))],
  ['path-index-php', hash(base(URI.replace('/rest', '/index.php/rest')))],
  ['path-left-out', hash(base(URI.replace(/\/rest.*/, '')))],
  ['method-in-lower-case', hash(base(URI, list, 'get'))],
  ['method-differs', hash(base(URI, list, 'POST'))],
  ['query-in-uri', hash(base(`${URI}?q=a%20b~'&sku=x%2By&S=1`).replace("'", '%27'))],
  ['query-not-signed', hash(base(URI, own))],
  ['parameter-not-signed', hash(base(URI, list.toSpliced(6, 1)))],
  ['parameter-not-sent', hash(base(URI, ['S=1', 'oauth_callback=oob', ...list.slice(1)]))],
  ['sorted-by-locale', hash(base(URI, [...own, 'q=a%20b~%27', 'S=1', 'sku=x%2By']))],
  ['unsorted', hash(base(URI, [0, 4, 2, 3, 1, 5].map((n) => own[n] ?? '').concat('q=a%20b~%27', 'sku=x%2By', 'S=1')))],
  ['form-encoding', hash(base(URI, list.with(7, 'q=a+b%7E%27')))],
  ['blank-signed-as-plus', hash(base(URI, list.with(7, 'q=a%2Bb~%27')))],
  ['plus-signed-as-blank', hash(base(URI, list.with(8, 'sku=x%20y')))],
  ['reserved-characters-kept', hash(base(URI, list.with(7, "q=a%20b~'")))],
  [
    'escapes-in-lower-case',
    hash(base(URI, list.with(8, 'sku=x%2by')).replace(/%[23]\w/g, (piece) => piece.toLowerCase())),
  ],
  ['parameters-encoded-twice', hash(base(URI, list.map(onceMore)))],
  ['parameters-not-encoded', hash(base(URI, list.map(decodeURIComponent)).replace("'", '%27'))],
  ['parameter-list-not-encoded', hash(`GET&${encodeURIComponent(URI)}&${list.join('&')}`)],
  ['uri-not-encoded', hash(base().replace(encodeURIComponent(URI), URI))],
  ['parts-not-encoded', hash(`GET&${URI}&${list.join('&')}`)],
];

for (const [code, signature] of mistakes) {
  test(`${code} is recognised`, () => assert.deepEqual(codes(signature), [code]));
}

test('two mistakes at a time are recognised', () => {
  const found = codes(hash(base(URI.replace('https', 'http')), `${consumerSecret}&`));
  assert.deepEqual(found, ['scheme-differs', 'token-secret-left-out']);
});

test('a default port that was signed is recognised', () => {
  const plain = requestTo('http://shop.example/rest/V1/modules');
  assert.deepEqual(codes(hash(base('http://shop.example:80/rest/V1/modules', own)), {}, plain), ['default-port-kept']);
});

test('secrets that were not encoded, or twice, are recognised', () => {
  const odd = { consumerSecret: 'a+b/c', tokenSecret: 'd=' };
  const codeFor = (key: string) =>
    explain(withSignature(request, hash(base(), key)), odd).verdicts.map(({ code }) => code);
  assert.deepEqual(codeFor('a%2Bb%2Fc&d%3D'), ['signature-good']);
  assert.deepEqual(codeFor('a+b/c&d='), ['secrets-not-encoded']);
  assert.deepEqual(codeFor('a%252Bb%252Fc&d%253D'), ['secrets-encoded-twice']);
});

test('secrets and hosts that the caller thinks of are tried', () => {
  const otherSecrets = [{ label: 'those of the request token', consumerSecret, tokenSecret: 'old' }];
  const found = explained(hash(base(), `${consumerSecret}&old`), { otherSecrets }).verdicts[0];
  assert.equal(found?.code, 'other-secrets');
  assert.match(found?.text ?? '', /those of the request token/);
  const signature = hash(base(URI.replace('shop.example:8443', '10.0.0.5')));
  assert.deepEqual(codes(signature), ['unexplained']);
  assert.deepEqual(codes(signature, { otherHosts: ['10.0.0.5'] }), ['host-differs']);
});

test('a body that was signed by mistake, or left out by mistake, is recognised', () => {
  const json = '{"customer":{"id":1},"flag":true}';
  const fields = [...list, `customer=${encodeURIComponent('{"id":1}')}`, 'flag=true'].toSorted();
  assert.deepEqual(codes(hash(base(URI, fields)), { body: json }), ['body-signed']);
  assert.deepEqual(codes(hash(), {}, { ...request, formBody: 'a=1' }), ['form-body-not-signed']);
});

test('a lost plus in the signature is recognised', () => {
  const nonces = Array.from({ length: 50 }, (_, n) => `n${n}`);
  for (const oauth_nonce of nonces) {
    const other = { ...request, oauth: { ...request.oauth, oauth_nonce } };
    const signature = sign(other, { ...secrets, method: 'HMAC-SHA256' });
    if (signature.includes('+')) {
      assert.deepEqual(codes(signature.replaceAll('+', ' '), {}, other), ['signature-plus-lost']);
      return;
    }
  }
  assert.fail('no signature with a plus');
});

test('a good signature is called good, by its rule', () => {
  const { matches, rule, verdicts } = explained(hash());
  assert.deepEqual({ matches, rule }, { matches: true, rule: 'rfc5849' });
  assert.deepEqual(
    verdicts.map(({ code, certain }) => [code, certain]),
    [['signature-good', true]],
  );
});

test('what no mistake explains is said to be unexplained, and not to be certain', () => {
  const { matches, verdicts } = explained(hash(base(), 'another&secret'));
  assert.equal(matches, false);
  assert.deepEqual(
    verdicts.map(({ code, certain }) => [code, certain]),
    [['unexplained', false]],
  );
  assert.deepEqual(codes('short'), ['signature-shape', 'unexplained']);
});

test('with the base string of the client, wrong secrets and a wrong base string are told apart', () => {
  const other = base(URI.replace('products', 'modules'));
  assert.deepEqual(codes(hash(base(), 'x&y'), { clientBaseString: base() }), ['base-string-good', 'secrets-differ']);
  assert.deepEqual(codes(hash(other), { clientBaseString: other }), ['secrets-good', 'base-string-differs']);
  assert.deepEqual(codes(hash(other, 'x&y'), { clientBaseString: other }), ['base-string-differs', 'secrets-differ']);
  assert.deepEqual(codes(hash(other, `${consumerSecret}&`), { clientBaseString: other }), [
    'token-secret-left-out',
    'base-string-differs',
  ]);
});

test('the first difference of the base strings is shown with its place', () => {
  const other = base(URI.replace('products', 'modules'));
  const { difference } = explained('x', { clientBaseString: other });
  assert.equal(difference?.part, 'url');
  assert.equal(difference?.position, base().indexOf('products'));
  assert.match(difference?.ours ?? '', /products/);
  assert.match(difference?.clients ?? '', /modules/);
  assert.match(difference?.text ?? '', /V1\/products\/a%20b for the server, .*V1\/modules\/a%20b for the client/);
  const text = (pairs: readonly string[]) =>
    explained('x', { clientBaseString: base(URI, pairs) }).difference?.text ?? '';
  assert.equal(text(list.toReversed()), 'The parameters are the same in another order.');
  assert.equal(text(list.with(8, 'sku=y')), 'Only the server has sku=x%2By. Only the client has sku=y.');
  assert.match(text(list.concat(list)), /repeated/);
  assert.match(explained('x', { clientBaseString: 'GET&a' }).difference?.text ?? '', /has 2/);
  assert.equal(explained('x', { clientBaseString: base(URI, list, 'PUT') }).difference?.part, 'method');
  assert.equal(explained('x', { clientBaseString: base() }).difference, null);
});

test('missing parameters, an unknown method and a bad timestamp are told', () => {
  const { oauth_version: _, oauth_nonce: __, ...oauth } = request.oauth;
  assert.deepEqual(codes('x', {}, { ...request, oauth }).slice(0, 1), ['parameter-missing']);
  const plaintext = { ...request, oauth: { ...request.oauth, oauth_signature_method: 'PLAINTEXT' } };
  const refused = explained(KEY, {}, plaintext);
  assert.equal(refused.verdicts[0]?.text, 'Signature method PLAINTEXT is not supported');
  assert.equal(refused.matches, false);
  const at = (nowSeconds: number) => explained(hash(), { nowSeconds, maxAgeSeconds: 7200 });
  assert.deepEqual(at(1_700_000_000).timestamp, 'ok');
  assert.equal(at(1_700_007_300).verdicts[0]?.text, 'The timestamp is 7300 seconds old, more than is accepted.');
  assert.equal(
    at(1_699_990_000).verdicts[0]?.text,
    "The timestamp 1700000000 is 10000 seconds ahead of the server's clock.",
  );
  assert.equal(at(1_699_990_000).matches, true);
});

test('a timestamp that is no number is told', () => {
  const oauth = { ...request.oauth, oauth_timestamp: 'yesterday' };
  const [verdict] = explained('x', { nowSeconds: 1 }, { ...request, oauth }).verdicts;
  assert.equal(verdict?.text, 'The timestamp yesterday is no number of seconds since 1970.');
});

test('a body of text that was signed by mistake is recognised', () => {
  const fields = [...list, 'plain%20text='].toSorted();
  assert.deepEqual(codes(hash(base(URI, fields)), { body: 'plain text' }), ['body-signed']);
});

test('in a very long request only single mistakes are searched', { timeout: 5000 }, () => {
  const long = requestTo(`https://h/?${'a=1&'.repeat(4000)}`);
  const text = baseString(long, 'rfc5849').replace('https', 'http');
  assert.deepEqual(codes(hash(text), {}, long), ['scheme-differs']);
  assert.deepEqual(codes(hash(text, `${consumerSecret}&`), {}, long), ['unexplained']);
});

test('neither secrets nor a right signature are given away', () => {
  const right = [hash(), sign(request, { ...secrets, method: 'HMAC-SHA256', rule: 'magento' })];
  for (const signature of ['', 'x', hash('something else'), hash(base(), 'x&y'), ...mistakes.map(([, bad]) => bad)]) {
    if (right.some((other) => signature.startsWith(other.slice(0, 43)))) continue;
    const text = JSON.stringify(explained(signature, { clientBaseString: base(), nowSeconds: 1 }));
    for (const secret of [consumerSecret, tokenSecret, ...right]) assert.ok(!text.includes(secret));
  }
});

test('only reveal adds the right signatures', () => {
  assert.equal(explained('x').expected, undefined);
  assert.equal(explained('x', { reveal: true }).expected?.rfc5849, hash());
});

test('the candidates that were tried are listed, the matching one marked', () => {
  const sent = requestTo('http://h/a%2Fb');
  const { candidates, baseStrings } = explained(hash(baseString(sent, 'magento')), {}, sent);
  assert.deepEqual(
    candidates.map(({ rule, matches }) => [rule, matches]),
    [
      ['rfc5849', false],
      ['magento', true],
    ],
  );
  assert.equal(baseStrings.magento, candidates[1]?.baseString);
});
