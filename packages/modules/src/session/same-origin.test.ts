import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameOrigin, isSameSecret } from './same-origin.ts';

const from = (headers: Record<string, string>): boolean => isSameOrigin({ headers, host: 'shop.example:8080' });

test('clients that are no browsers send neither header and pass', () => {
  assert.equal(from({}), true);
});

test('a browser passes from a page of ours only', () => {
  assert.equal(from({ 'sec-fetch-site': 'same-origin', origin: 'http://shop.example:8080' }), true);
  assert.equal(from({ origin: 'https://SHOP.example:8080' }), true);
  for (const origin of [
    'http://evil.example',
    'http://shop.example',
    'http://shop.example:8080.evil.example',
    'http://evil.example/shop.example:8080',
    'null',
    '',
    'file://',
  ])
    assert.equal(from({ origin }), false, origin);
  for (const site of ['cross-site', 'same-site', '']) assert.equal(from({ 'sec-fetch-site': site }), false, site);
});

test('secrets are the same only where both are there and equal', () => {
  assert.equal(isSameSecret('abc', 'abc'), true);
  for (const [given, expected] of [
    ['abc', 'abd'],
    ['ab', 'abc'],
    ['', ''],
    [null, null],
    ['abc', null],
    [undefined, 'abc'],
    ['ä', 'ab'],
  ] as const)
    assert.equal(isSameSecret(given, expected), false);
});
