import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTooMany, possibleConnections } from './connection-limit.ts';

test('connections are limited as a whole and by address', () => {
  const limits = { total: 10, perAddress: 3 };
  assert.equal(isTooMany(9, 2, limits), false);
  assert.equal(isTooMany(10, 0, limits), true);
  assert.equal(isTooMany(5, 3, limits), true);
  assert.equal(isTooMany(5, 9, { ...limits, perAddress: 0 }), false);
});

test('no more connections are held than there are files for', () => {
  const limits =
    'Limit   Soft Limit  Hard Limit  Units\nMax open files            1024                 4096                 files\n';
  assert.equal(possibleConnections(10_000, limits), 924);
  assert.equal(possibleConnections(500, limits), 500);
  assert.equal(possibleConnections(500, limits.replace('1024', '64')), 10);
  assert.equal(possibleConnections(500, ''), 500);
});
