import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { clientOf, trustedProxies } from './client-address.ts';

const PROXIES = trustedProxies(['127.0.0.1', '10.0.0.0/8']);
const addressOf = (forwardedFor: string | undefined, peer = '127.0.0.1'): string => {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return clientOf({ headers, socket: { remoteAddress: peer } } as unknown as IncomingMessage, PROXIES, false)
    .remoteAddress;
};

test('the address of a client is the nearest one that no trusted proxy has', () => {
  assert.equal(addressOf(undefined), '127.0.0.1');
  assert.equal(addressOf('203.0.113.7'), '203.0.113.7');
  assert.equal(addressOf('203.0.113.7, 198.51.100.9'), '198.51.100.9');
  assert.equal(addressOf('203.0.113.7, 10.1.2.3'), '203.0.113.7');
  assert.equal(addressOf('10.9.9.9, 10.1.2.3'), '10.9.9.9');
  assert.equal(addressOf('203.0.113.7', '198.51.100.9'), '198.51.100.9');
});

test('what a client says of itself is not believed where the proxy wrote a port or no address', () => {
  assert.equal(addressOf('203.0.113.7, 198.51.100.9:51234'), '198.51.100.9');
  assert.equal(addressOf('203.0.113.7, [2001:db8::5]:443'), '2001:db8::5');
  assert.equal(addressOf('203.0.113.7, [2001:db8::5]'), '2001:db8::5');
  assert.equal(addressOf('203.0.113.7, 2001:db8::5'), '2001:db8::5');
  assert.equal(addressOf('203.0.113.7, ::ffff:198.51.100.9'), '198.51.100.9');
  for (const unreadable of ['unknown', '_hidden', '', '198.51.100.9:x', '[2001:db8::5', '1.2.3'])
    assert.equal(addressOf(`203.0.113.7, ${unreadable}`), '127.0.0.1', unreadable);
  assert.equal(addressOf('203.0.113.7, unknown, 10.1.2.3:80'), '10.1.2.3');
});
