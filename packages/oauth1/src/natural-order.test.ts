import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareNatural } from './natural-order.ts';

const sorted = (...names: string[]) => names.toSorted(compareNatural);

test('numbers in names are compared by their value', () => {
  assert.deepEqual(sorted('a10', 'B', 'a2', 'a', 'oauth_x'), ['B', 'a', 'a2', 'a10', 'oauth_x']);
  assert.deepEqual(sorted('g%5B10%5D%5Bf%5D', 'g%5B2%5D%5Bv%5D', 'g%5B2%5D%5Bf%5D'), [
    'g%5B2%5D%5Bf%5D',
    'g%5B2%5D%5Bv%5D',
    'g%5B10%5D%5Bf%5D',
  ]);
});

test('a number that starts with zero is compared digit by digit', () => {
  assert.deepEqual(sorted('a1.5', 'a1.05', 'a1.049'), ['a1.049', 'a1.05', 'a1.5']);
});

test('zeros at the very beginning do not count', () => {
  assert.ok(compareNatural('007', '8') < 0);
  assert.equal(compareNatural('007', '7'), 0);
});

test('without digits the order is that of the bytes', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abzAZ_-.~%'), maxLength: 6 });
  fc.assert(fc.property(name, name, (a, b) => Math.sign(compareNatural(a, b)) === (a < b ? -1 : a > b ? 1 : 0)));
});

test('the order of two names does not depend on which comes first', () => {
  const name = fc.string({ unit: fc.constantFrom(...'ab%012'), maxLength: 8 });
  fc.assert(
    fc.property(name, name, (a, b) => {
      assert.equal(Math.sign(compareNatural(a, b)) + Math.sign(compareNatural(b, a)), 0);
    }),
  );
});
