import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allow,
  type Call,
  data,
  int,
  list,
  maybe,
  operation,
  optional,
  post,
  type RouteOptions,
  SearchCriteria,
  type Setting,
  service,
  settingValue,
  string,
  WebapiError,
} from '@tessera/webapi';
import { admitItems, inputLimits } from './input-limits.ts';

const Price = data('Acme\\Shop\\Api\\Data\\PriceInterface', { price: optional(int) });
const Product = data('Acme\\Shop\\Api\\Data\\ProductInterface', {
  prices: optional(list(Price)),
  key_words: optional(list(string)),
  tier_prices: optional(list(Price)),
});
const Shop = service('Acme\\Shop\\Api\\ShopInterface', {
  save: operation({ product: Product, moreProducts: maybe(list(Product)), searchCriteria: maybe(SearchCriteria) }, int),
  plain: operation({ id: int, words: list(string) }, int),
});

interface Given {
  settings?: Record<string, string>;
  binding?: Call['binding'];
  url?: string;
}
const callWith = ({ settings = {}, binding = 'rest', url = '/rest/V1/x' }: Given): Call =>
  ({
    binding,
    request: { url },
    settings: {
      get: ({ path, type, default: fallback }: Setting) =>
        settingValue(type, { 'webapi/validation/input_limit_enabled': '1', ...settings }[path] ?? fallback),
    },
  }) as unknown as Call;
const limits = (values: { items?: number; page?: number; usual?: number }) => ({
  ...(values.items === undefined ? {} : { 'webapi/validation/complex_array_limit': String(values.items) }),
  ...(values.page === undefined ? {} : { 'webapi/validation/maximum_page_size': String(values.page) }),
  ...(values.usual === undefined ? {} : { 'webapi/validation/default_page_size': String(values.usual) }),
});
const check = (input: Record<string, unknown>, given: Given, options: RouteOptions = {}) =>
  inputLimits(post('/V1/x', Shop.save, allow('x'), options))?.(input, callWith(given));
const refused = (input: Record<string, unknown>, given: Given, parameters: unknown, options: RouteOptions = {}) =>
  assert.throws(
    () => check(input, given, options),
    (error) => {
      assert.ok(error instanceof WebapiError);
      assert.deepEqual([error.status, error.parameters], [400, parameters]);
      return true;
    },
  );
const prices = (count: number) => Array.from({ length: count }, () => ({ price: 1 }));
const PRICE = '\\Acme\\Shop\\Api\\Data\\PriceInterface';

test('a route without lists of objects or criteria pays nothing', () => {
  assert.equal(inputLimits(post('/V1/x', Shop.plain, allow('x'))), null);
});

test('a list of objects may have so many entries, however deep and in whatever spelling', () => {
  const settings = limits({ items: 3 });
  const three = { product: { prices: prices(3), key_words: ['a', 'b', 'c', 'd'] } };
  assert.deepEqual(check(three, { settings }), three);
  refused({ product: { prices: prices(4) } }, { settings }, { type: PRICE, max: 3 });
  refused({ product: { tierPrices: prices(4) } }, { settings }, { type: PRICE, max: 3 });
  refused({ more_products: [{ tier_prices: prices(4) }] }, { settings }, { type: PRICE, max: 3 });
  refused({ product: { prices: Object.fromEntries(prices(4).entries()) } }, { settings }, { type: PRICE, max: 3 });
  refused({ product: { prices: prices(3) } }, { settings }, { type: PRICE, max: 2 }, { inputArraySizeLimit: 2 });
});

test('without a number there is no limit for synchronous calls, and 5000 for asynchronous ones', () => {
  const many = { product: { prices: prices(5001) } };
  assert.deepEqual(check(many, {}), many);
  refused(many, { url: '/rest/all/async/V1/x' }, { type: PRICE, max: 5000 });
  refused(many, { binding: 'bulk' }, { type: PRICE, max: 5000 });
  assert.throws(() => admitItems(5001, callWith({ url: '/rest/async/bulk/V1/x' })), /Maximum items/);
  admitItems(5000, callWith({ url: '/rest/async/bulk/V1/x' }));
  admitItems(
    5001,
    callWith({ url: '/rest/async/bulk/V1/x', settings: { 'webapi/validation/input_limit_enabled': '0' } }),
  );
});

test('the page size has a limit in either spelling, 300 where none is set', () => {
  for (const key of ['page_size', 'pageSize']) {
    refused({ searchCriteria: { [key]: '301' } }, {}, { max: 300 });
    refused({ search_criteria: { [key]: 51 } }, { settings: limits({ page: 50 }) }, { max: 50 });
    assert.deepEqual(check({ searchCriteria: { [key]: 300 } }, {}), { searchCriteria: { [key]: 300 } });
  }
});

test('criteria without a page size get the default one, and so do those that ask for everything', () => {
  const settings = limits({ usual: 2 });
  for (const criteria of ['', {}, { page_size: 0 }, { pageSize: '0' }])
    assert.deepEqual(check({ searchCriteria: criteria }, { settings }), { searchCriteria: { page_size: 2 } });
  assert.deepEqual(check({ searchCriteria: { pageSize: 5 } }, { settings }), { searchCriteria: { pageSize: 5 } });
  assert.deepEqual(check({ searchCriteria: '' }, {}), { searchCriteria: {} });
});

test('nothing is limited unless limits are enabled', () => {
  const input = { product: { prices: prices(30) }, searchCriteria: { pageSize: 9999 } };
  const settings = { ...limits({ items: 1, page: 1, usual: 1 }), 'webapi/validation/input_limit_enabled': '0' };
  assert.equal(check(input, { settings }), input);
});
