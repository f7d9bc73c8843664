import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAuthorization, verify } from '@tessera/oauth1';
import fc from 'fast-check';
import { authorizationHeader } from './browser/sign-request.mjs';

const secrets = { consumerSecret: 'c&s', tokenSecret: 't/s' };
const verdict = async (method: string, path: string, query: string): Promise<ReturnType<typeof verify>> => {
  const url = `https://shop.example:8443${path}${query === '' ? '' : `?${query}`}`;
  const header = await authorizationHeader({
    method,
    url,
    consumerKey: 'key',
    token: 'token',
    nonce: 'nonce',
    timestamp: 1_700_000_000,
    ...secrets,
  });
  const oauth = parseAuthorization(header);
  assert.ok(oauth !== null);
  const target = { scheme: 'https', host: 'shop.example:8443', rawPath: path, rawQuery: query };
  return verify({ method, url: target, oauth }, secrets);
};

test('the server finds a signature made in the browser good', async () => {
  assert.equal((await verdict('GET', '/rest/all/V1/customers/1', '')).ok, true);
  assert.equal((await verdict('POST', '/rest/V1/products/a%2Fb%20c', 'fields=id')).ok, true);
  const criteria = 'searchCriteria%5BfilterGroups%5D%5B0%5D%5Bfilters%5D%5B0%5D%5Bvalue%5D=%25a%2Bb%25&b=2&a=1';
  assert.equal((await verdict('GET', '/rest/V1/customers/search', criteria)).ok, true);
});

test('whatever the parameters hold', async () => {
  const part = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => new URLSearchParams({ text }).toString());
  const value = part.map((pair) => pair.slice('text='.length).replaceAll('+', '%20'));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(value, { maxLength: 9 }), async (names) => {
      const query = names.map((name, index) => `p${name}=${names[names.length - 1 - index] ?? ''}`).join('&');
      assert.equal((await verdict('GET', '/rest/V1/modules', query)).ok, true);
    }),
    { numRuns: 50 },
  );
});
