import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contains, searchQuery } from './search.ts';

test('search criteria are written as the API reads them, with what a person typed taken literally', () => {
  const query = searchQuery({
    filters: [contains('name', '50% of_a\\b'), [{ field: 'status', value: '1', condition: 'eq' }]],
    sort: { field: 'id', direction: 'DESC' },
    page: 2,
    pageSize: 20,
  });
  assert.deepEqual(Object.fromEntries(new URLSearchParams(query)), {
    'searchCriteria[filter_groups][0][filters][0][field]': 'name',
    'searchCriteria[filter_groups][0][filters][0][value]': '%50\\% of\\_a\\\\b%',
    'searchCriteria[filter_groups][0][filters][0][condition_type]': 'like',
    'searchCriteria[filter_groups][1][filters][0][field]': 'status',
    'searchCriteria[filter_groups][1][filters][0][value]': '1',
    'searchCriteria[filter_groups][1][filters][0][condition_type]': 'eq',
    'searchCriteria[sortOrders][0][field]': 'id',
    'searchCriteria[sortOrders][0][direction]': 'DESC',
    'searchCriteria[pageSize]': '20',
    'searchCriteria[currentPage]': '2',
  });
});

test('no plus is left for a blank, since the API takes a plus for one', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const query = searchQuery({ filters: [{ field: 'name', value: text, condition: 'eq' }] });
      assert.ok(!query.includes('+'));
      const name = 'searchCriteria[filter_groups][0][filters][0][value]';
      assert.equal(new URLSearchParams(query).get(name), text.toWellFormed());
    }),
  );
});
