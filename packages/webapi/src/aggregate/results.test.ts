import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { resolveBody, resolveUrl } from './references.ts';
import { Results } from './results.ts';
import { sizeOf } from './value-size.ts';

const MOST = { bytes: 1000, values: 100 };
const resultsWith = (body: unknown): Results => {
  const results = new Results(MOST.bytes, MOST.values);
  results.set('a', body);
  return results;
};
const times = (count: number) => Array.from({ length: count }, () => ({ $ref: 'a' }));

test('a result counts as often as it is used', () => {
  assert.deepEqual(resolveBody(times(2), resultsWith('x'.repeat(490))), ['x'.repeat(490), 'x'.repeat(490)]);
  assert.throws(() => resolveBody(times(3), resultsWith('x'.repeat(490))), /bring in more than 1000 bytes/);
  assert.throws(() => resolveBody(times(11), resultsWith(Array(9).fill(1))), /bring in more than 100 values/);
});

test('what the calls of an aggregate use counts together, URLs too', () => {
  const results = resultsWith('x'.repeat(300));
  resolveBody(times(2), results);
  resolveUrl('/V1/{a}', results);
  assert.throws(() => resolveUrl('/V1/{a}', results), /bring in more than 1000 bytes/);
});

test('the size of a value is about its bytes as JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const size = sizeOf(value, { bytes: Number.POSITIVE_INFINITY, values: Number.POSITIVE_INFINITY });
      assert.ok(typeof size === 'object');
      // Escapes aside, and the brackets of empty lists.
      const plain = JSON.stringify(value).replaceAll(/\\(?:u[\da-f]{4}|.)/g, 'x');
      assert.ok(size.bytes * 2 >= Buffer.byteLength(plain) && size.bytes <= 2 * Buffer.byteLength(plain) + 2);
    }),
  );
});

test('measuring looks at no more than the limits allow', () => {
  const inner = Array(1000).fill('x');
  const huge = Array(1_000_000).fill(Array(1000).fill(inner));
  const began = performance.now();
  assert.equal(sizeOf(huge, { bytes: 1_000_000, values: 50_000 }), 'values');
  assert.ok(performance.now() - began < 2000);
});
