import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultAddresses, defaultAddressInvalid } from './default-addresses.ts';

const none = { default_billing: null, default_shipping: null };
const both = { default_billing: 2, default_shipping: 2 };
const kept = new Set([2, 3]);

test('the last address that is flagged is the default', () => {
  const saved = [
    { id: 2, default_billing: true, default_shipping: true },
    { id: 3, default_billing: false, default_shipping: true },
  ];
  assert.deepEqual(defaultAddresses(none, {}, saved, kept), { default_billing: 2, default_shipping: 3 });
});

test('an address that is no longer flagged is no default, one of which nothing is said stays', () => {
  assert.deepEqual(defaultAddresses(both, {}, [{ id: 2, default_billing: false }, { id: 3 }], kept), {
    ...{ default_billing: null, default_shipping: 2 },
  });
});

test('an address that is removed is no default any more', () =>
  assert.deepEqual(defaultAddresses(both, {}, [{ id: 3 }], new Set([3])), none));

test('a default that the customer names has to be one of the addresses', () => {
  assert.deepEqual(defaultAddresses(none, { default_billing: '3' }, [], kept), {
    ...{ default_billing: 3, default_shipping: null },
  });
  assert.deepEqual(defaultAddresses(both, { default_billing: '' }, [], kept).default_billing, null);
  for (const wrong of ['99', 'abc', '-1', '1e0'])
    assert.throws(() => defaultAddresses(none, { default_shipping: wrong }, [], kept), {
      code: defaultAddressInvalid.code,
      parameters: { fieldName: 'default_shipping' },
    });
});
