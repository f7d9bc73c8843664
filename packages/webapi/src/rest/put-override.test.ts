import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maybe, operation, service } from '../contract/service.ts';
import { data, int, optional, string } from '../contract/wire-types.ts';
import { allow, put } from '../routing/route.ts';
import { identifyByUrl, overrideByUrl } from './put-override.ts';

const Product = data('Test\\Product', { sku: optional(string), price: optional(int) });
const Customer = data('Test\\Customer', { id: optional(int), email: optional(string) });
const Products = service('Test\\Products', {
  save: operation({ product: Product, saveOptions: maybe(string) }, Product),
});
const Customers = service('Test\\Customers', { save: operation({ customer: Customer }, Customer) });
const products = put('/V1/products/:sku', Products.save, allow('T::t'));
const customers = put('/V1/customers/:customerId', Customers.save, allow('T::t'), {
  identifies: { customerId: 'customer.id' },
});

test('the last URL parameter goes into the only object that declares such a field', () => {
  assert.deepEqual(overrideByUrl(products, { product: { sku: 'B', price: 1 } }, ['sku', 'A']), {
    product: { sku: 'A', price: 1 },
  });
});

test('with two root keys, or a query parameter last, the object stays as it is', () => {
  assert.deepEqual(overrideByUrl(products, { product: { sku: 'B' }, saveOptions: true }, ['sku', 'A']), {
    product: { sku: 'B' },
    saveOptions: true,
    sku: 'A',
  });
  assert.deepEqual(overrideByUrl(products, { product: { sku: 'B' } }, ['fields', 'sku']), {
    product: { sku: 'B' },
    fields: 'sku',
  });
});

test('names of what every object has are not declared by an operation or a type', () => {
  for (const root of ['constructor', '__proto__', 'toString']) {
    const body = JSON.parse(`{"${root}":{}}`) as Record<string, unknown>;
    assert.equal(overrideByUrl(products, body, ['sku', 'A'])['sku'], 'A');
  }
  assert.deepEqual(overrideByUrl(products, { product: {} }, ['constructor', 'A']), { product: {}, constructor: 'A' });
});

test('the value me is never injected', () => {
  assert.deepEqual(overrideByUrl(products, { product: {} }, ['sku', 'me']), { product: {} });
});

test('a numeric path variable identifies an object that gives no id of its own', () => {
  assert.deepEqual(identifyByUrl(customers, { customer: { email: 'a' } }, { customerId: '2' }), {
    customer: { email: 'a', id: '2' },
  });
  assert.deepEqual(identifyByUrl(customers, { customer: { id: 3 } }, { customerId: '2' }), { customer: { id: 3 } });
  assert.deepEqual(identifyByUrl(customers, { customer: {} }, { customerId: 'abc' }), { customer: {} });
});
