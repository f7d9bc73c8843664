import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { OAuth } from 'oauth';
import OAuth10a from 'oauth-1.0a';
import { parseAuthorization, type SignatureMethod, verify } from '../src/index.ts';
import { onTheWire, secrets } from './wire.ts';

const KEY = 'k'.repeat(32);
const TOKEN = 't'.repeat(32);

const urls = [
  'http://shop.example/rest/V1/customers/1',
  'https://shop.example:8443/rest/default/V1/modules',
  'http://shop.example/rest/V1/products?fields=items[sku,name],total_count',
  'http://shop.example/rest/V1/products?searchCriteria[filter_groups][0][filters][0][value]=a%20b%2Fc%2Bd',
  'http://shop.example/rest/V1/products?q=a+b&r=c%26d%3De',
  'http://shop.example/rest/V1/products?q=caf%C3%A9~%F0%9F%8F%BA&z=!*%27()',
  'http://shop.example/rest/V1/products?a10=1&a2=2&B=3',
  'http://shop.example/rest/V1/products?searchCriteria=',
  'http://shop.example/rest/V1/products/a%2Fb%20c',
  'http://shop.example/rest/V1/products/caf%C3%A9/media',
];

function assertVerifies(method: string, url: string, header: string, formBody?: string): void {
  const oauth = parseAuthorization(header) ?? {};
  const request = { method, url: onTheWire(url), oauth };
  assert.ok(verify(formBody === undefined ? request : { ...request, formBody }, secrets).ok, url);
}

const hashes = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' } as const;

for (const algorithm of ['HMAC-SHA1', 'HMAC-SHA256'] as const satisfies SignatureMethod[]) {
  const other = new OAuth10a({
    consumer: { key: KEY, secret: secrets.consumerSecret },
    signature_method: algorithm,
    hash_function: (text, key) => createHmac(hashes[algorithm], key).update(text).digest('base64'),
  });
  const token = { key: TOKEN, secret: secrets.tokenSecret };

  test(`what oauth-1.0a signs with ${algorithm} verifies`, () => {
    for (const url of [...urls, 'http://shop.example/rest/V1/products?x=2&x=1']) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        assertVerifies(method, url, other.toHeader(other.authorize({ method, url }, token)).Authorization);
      }
    }
  });

  test(`a form that oauth-1.0a signs with ${algorithm} verifies`, () => {
    const url = 'http://shop.example/oauth/token/request';
    const data = { a: 'b c', 'd[e]': 'é+/' };
    const header = other.toHeader(other.authorize({ method: 'POST', url, data }, token)).Authorization;
    assertVerifies('POST', url, header, new URLSearchParams(data).toString());
  });

  test(`what oauth signs with ${algorithm} verifies`, () => {
    const client = new OAuth('', '', KEY, secrets.consumerSecret, '1.0', null, algorithm);
    for (const url of [...urls, 'http://shop.example/a?flag&b%5B0%5D=1']) {
      for (const method of ['GET', 'PUT']) {
        assertVerifies(method, url, client.authHeader(url, TOKEN, secrets.tokenSecret, method));
      }
    }
  });
}
