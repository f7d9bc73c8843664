import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTimestamp } from './timestamp.ts';

const NOW = 1_700_000_000;

test('a timestamp may be ten minutes ahead and not a second more', () => {
  assert.equal(checkTimestamp(String(NOW + 600), NOW), 'ok');
  assert.equal(checkTimestamp(String(NOW + 601), NOW), 'invalid');
  assert.equal(checkTimestamp(String(NOW + 31), NOW, { maxAheadSeconds: 30 }), 'invalid');
});

test('zero, negative numbers and what is no number are invalid', () => {
  for (const value of [undefined, '', '0', '0.9', '-5', 'abc', '12abc', ' 1', '1e9', '0x10', 'NaN', '9'.repeat(400)]) {
    assert.equal(checkTimestamp(value, NOW), 'invalid', value);
  }
});

test('decimals are accepted', () => {
  assert.equal(checkTimestamp(`${NOW}.75`, NOW), 'ok');
});

test('however old a timestamp is, without a limit it is accepted', () => {
  assert.equal(checkTimestamp('1', NOW), 'ok');
});

test('a timestamp is stale as soon as its nonce may have been forgotten', () => {
  const limits = { maxAgeSeconds: 7200 };
  assert.equal(checkTimestamp(String(NOW - 7199), NOW, limits), 'ok');
  assert.equal(checkTimestamp(String(NOW - 7200), NOW, limits), 'stale');
  assert.equal(checkTimestamp(`${NOW - 7200}.9`, NOW, limits), 'stale');
});
