import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicAddress } from './addresses.ts';

test('public addresses are open', () => {
  for (const address of [
    '1.1.1.1',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '2606:4700:4700::1111',
    '[2a00:1450:4001::1]',
    '::ffff:8.8.8.8',
  ])
    assert.equal(isPublicAddress(address), true, address);
});

test('private, loopback, link-local, multicast and reserved addresses are not', () => {
  for (const address of [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.1.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '239.255.255.250',
    '255.255.255.255',
    '::',
    '::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '100::1',
    '[::1]',
  ])
    assert.equal(isPublicAddress(address), false, address);
});

test('the metadata services of clouds are not', () => {
  for (const address of ['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16', '192.0.0.192'])
    assert.equal(isPublicAddress(address), false, address);
});

test('IPv4 in IPv6 clothes is judged by the IPv4 address', () => {
  for (const address of [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a00:1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '::ffff:0:0',
  ])
    assert.equal(isPublicAddress(address), false, address);
  assert.equal(isPublicAddress('64:ff9b::808:808'), true);
});

test('what is no address is not public', () => {
  for (const text of ['', 'localhost', '127.1', '1.2.3', 'example.com', '1.2.3.4.5', '[]'])
    assert.equal(isPublicAddress(text), false, text);
});
