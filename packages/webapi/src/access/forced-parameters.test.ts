import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { force } from './forced-parameters.ts';

test('what the client sent in any spelling is replaced', () => {
  for (const sent of [
    { customerId: 9 },
    { customer_id: 9 },
    { CustomerId: 9 },
    { CUSTOMER_ID: 9 },
    { customerid: 9, customer_id: 8, Customer_Id: 7 },
  ]) {
    assert.deepEqual(force(sent, 'customerId', 1), { customerId: 1 });
  }
});

test('a nested value is forced in every spelling of the parent too, and the rest of the parent stays', () => {
  assert.deepEqual(force({ Customer: { Id: 9, ID: 8, email: 'a' } }, 'customer.id', 1), {
    customer: { id: 1, email: 'a' },
  });
  assert.deepEqual(force({}, 'customer.website_id', 2), { customer: { website_id: 2 } });
  assert.deepEqual(force({ customer: 'x' }, 'customer.id', 1), { customer: { id: 1 } });
});

test('no spelling of the forced name survives', () => {
  const spelling = fc
    .tuple(
      fc.constantFrom('customer', 'Customer', 'CUSTOMER', 'cus_tomer'),
      fc.constantFrom('', '_', '__'),
      fc.constantFrom('id', 'Id', 'ID', 'iD'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.dictionary(spelling, fc.integer({ min: 2 })), (sent) => {
      assert.deepEqual(Object.values(force(sent, 'customerId', 1)), [1]);
    }),
  );
});
