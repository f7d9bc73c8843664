import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '@tessera/webapi';
import { isLocal } from './access.ts';

const local = (changes: Partial<HttpRequest> = {}): boolean =>
  isLocal({
    method: 'GET',
    url: '/metrics',
    headers: {},
    body: async () => Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    host: 'localhost:8080',
    ...changes,
  });

test('who asks on this machine, for this machine, is local', () => {
  for (const [remoteAddress, host] of [
    ['127.0.0.1', 'localhost:8080'],
    ['127.0.0.2', '127.0.0.1:8080'],
    ['::1', '[::1]:8080'],
  ] as const)
    assert.equal(local({ remoteAddress, host }), true, host);
  assert.equal(local({ remoteAddress: '203.0.113.9' }), false);
  assert.equal(local({ remoteAddress: '10.0.0.1' }), false);
});

test('what an undeclared proxy on this machine passes on is not', () => {
  for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host', 'x-forwarded-proto'])
    assert.equal(local({ headers: { [name]: '127.0.0.1' } }), false, name);
});

test('nor what calls another host: a proxy that keeps the name, or a browser that DNS has lured here', () => {
  for (const host of ['shop.example', 'shop.example:8080', 'localhost.shop.example', '127.0.0.1.shop.example'])
    assert.equal(local({ host }), false, host);
});

test('a declared proxy is believed about its client', () => {
  const headers = { 'x-forwarded-for': '127.0.0.1' };
  assert.equal(local({ headers, viaTrustedProxy: true }), true);
  assert.equal(local({ headers, viaTrustedProxy: true, remoteAddress: '203.0.113.9' }), false);
});
