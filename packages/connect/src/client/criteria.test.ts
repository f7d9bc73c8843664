import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseString, requestUrl } from '@tessera/oauth1';
import fc from 'fast-check';
import { callAddress } from './address.ts';
import { type Condition, criteria, storeTime } from './criteria.ts';

test('conditions are put into the names that Magento reads', () => {
  const query = criteria()
    .where('email', 'like', '%@example.com')
    .whereAny(['group_id', 'in', [1, 2]], ['dob', 'null'])
    .sortBy('created_at', 'DESC')
    .pageSize(50)
    .page(2)
    .toQuery();
  assert.deepEqual(query, [
    ['searchCriteria[filter_groups][0][filters][0][field]', 'email'],
    ['searchCriteria[filter_groups][0][filters][0][value]', '%@example.com'],
    ['searchCriteria[filter_groups][0][filters][0][condition_type]', 'like'],
    ['searchCriteria[filter_groups][1][filters][0][field]', 'group_id'],
    ['searchCriteria[filter_groups][1][filters][0][value]', '1,2'],
    ['searchCriteria[filter_groups][1][filters][0][condition_type]', 'in'],
    ['searchCriteria[filter_groups][1][filters][1][field]', 'dob'],
    ['searchCriteria[filter_groups][1][filters][1][value]', '1'],
    ['searchCriteria[filter_groups][1][filters][1][condition_type]', 'null'],
    ['searchCriteria[sort_orders][0][field]', 'created_at'],
    ['searchCriteria[sort_orders][0][direction]', 'DESC'],
    ['searchCriteria[page_size]', '50'],
    ['searchCriteria[current_page]', '2'],
  ]);
});

test('criteria without conditions still say that they are there', () => {
  assert.deepEqual(criteria().toQuery(), [['searchCriteria', '']]);
});

test('criteria are never changed, only made anew', () => {
  const all = criteria();
  all.where('id', 'gt', 1);
  assert.deepEqual(all.toQuery(), [['searchCriteria', '']]);
});

test('a value that is missing by mistake is told, and so is a page that cannot be', () => {
  const missing = undefined as unknown as string;
  assert.throws(() => criteria().where('email', 'eq', missing), TypeError);
  assert.throws(() => criteria().whereAny(['id', 'eq', 1], ['email', 'like', missing]), TypeError);
  assert.throws(() => criteria().where('email', 'eq', null as unknown as string), TypeError);
  for (const number of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => criteria().pageSize(number), RangeError);
    assert.throws(() => criteria().page(number), RangeError);
  }
});

test('a moment is written as a store writes it', () => {
  assert.equal(storeTime(new Date('2024-02-03T04:05:06.789Z')), '2024-02-03 04:05:06');
});

test('whatever is searched for, both rules sign the same text', () => {
  const condition = fc.constantFrom<Condition>('eq', 'like', 'gt');
  const filter = fc.tuple(fc.string(), condition, fc.oneof(fc.string({ unit: 'binary' }), fc.integer()));
  const groups = fc.array(fc.array(filter, { minLength: 1, maxLength: 13 }), { maxLength: 120 });
  fc.assert(
    fc.property(groups, fc.array(fc.string(), { maxLength: 12 }), (filters, sort) => {
      let search = criteria().pageSize(10);
      for (const group of filters) search = search.whereAny(...group);
      for (const field of sort) search = search.sortBy(field);
      const url = callAddress('https://shop.example/', '/V1/customers/search', {
        criteria: search,
        fields: 'items[id]',
      });
      const request = { method: 'GET', url: requestUrl(url), oauth: { oauth_nonce: 'n' } };
      assert.equal(baseString(request, 'rfc5849'), baseString(request, 'magento'));
    }),
    { numRuns: 60 },
  );
});

test('a variable of the route cannot leave its place', () => {
  const address = (sku: string): string =>
    callAddress('https://shop.example/', '/V1/products/:sku', { path: { sku } }).href;
  assert.equal(address('a/b c?d#e'), 'https://shop.example/rest/V1/products/a%2Fb%20c%3Fd%23e');
  for (const sku of ['', '.', '..']) assert.throws(() => address(sku), TypeError);
  assert.equal(
    callAddress('https://shop.example/index.php/', '/V1/modules', { storeView: 'all' }).href,
    'https://shop.example/index.php/rest/all/V1/modules',
  );
});
