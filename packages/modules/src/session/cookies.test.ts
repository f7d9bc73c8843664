import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropCookie, setCookie } from './cookies.ts';

test('a cookie is kept from scripts and lives at the root of the site', () => {
  assert.equal(setCookie({ baseUrl: 'http://localhost/' }, 'a', 'b', 'Lax'), 'a=b; Path=/; HttpOnly; SameSite=Lax');
});

test('over TLS a cookie never goes out in the clear', () => {
  assert.match(setCookie({ baseUrl: 'https://localhost/' }, 'a', 'b', 'Strict'), /; Secure; SameSite=Strict$/);
});

test('below a base path the cookie does not reach the neighbours', () => {
  assert.match(setCookie({ baseUrl: 'http://localhost/magento/' }, 'a', 'b', 'Lax'), /; Path=\/magento;/);
});

test('a cookie is deleted where it was set', () => {
  assert.equal(
    dropCookie({ baseUrl: 'https://localhost/magento/' }, 'a', 'Strict'),
    'a=deleted; Path=/magento; HttpOnly; Secure; SameSite=Strict; Max-Age=0',
  );
});
