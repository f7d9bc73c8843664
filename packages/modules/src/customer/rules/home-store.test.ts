import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoreScope } from '@tessera/webapi';
import type { Stores } from '../../store/stores.ts';
import { homeOf, storeNotFound, storeNotInWebsite, websiteNotFound } from './home-store.ts';

const website = (id: number) => ({
  id,
  code: `w${id}`,
  name: '',
  default_group_id: id,
  sort_order: 0,
  is_default: 0 as const,
});
const group = (id: number, store: number) => ({
  ...{ id, website_id: id, code: `g${id}`, name: '' },
  ...{ root_category_id: 2, default_store_id: store },
});
const scope = (id: number, websiteId: number): StoreScope => ({ id, code: `s${id}`, websiteId, groupId: websiteId });
const first = scope(1, 1);
const stores: Stores = {
  websites: [website(1), website(2), website(3)],
  groups: [group(1, 1), group(2, 7)],
  stores: [],
  byCode: new Map(),
  byId: new Map([first, scope(5, 1), scope(7, 2)].map((store) => [store.id, store])),
  defaultStore: first,
};

test('a new customer without website and store view gets the default ones', () =>
  assert.deepEqual(homeOf(stores, {}, null), { website_id: 1, store_id: 1 }));

test('a website stands for its default store view, a store view for its website', () => {
  assert.deepEqual(homeOf(stores, { website_id: 2 }, null), { website_id: 2, store_id: 7 });
  assert.deepEqual(homeOf(stores, { store_id: 5 }, null), { website_id: 1, store_id: 5 });
});

test('what is unknown or does not fit together is refused', () => {
  assert.throws(() => homeOf(stores, { website_id: 99 }, null), { code: websiteNotFound.code });
  assert.throws(() => homeOf(stores, { store_id: 99 }, null), { code: storeNotFound.code });
  assert.throws(() => homeOf(stores, { website_id: 2, store_id: 1 }, null), { code: storeNotInWebsite.code });
});

test('a stored customer stays where nothing is given, and moves with a new website', () => {
  const before = { website_id: 1, store_id: 5 };
  assert.deepEqual(homeOf(stores, {}, before), before);
  assert.deepEqual(homeOf(stores, { website_id: 1 }, before), before);
  assert.deepEqual(homeOf(stores, { website_id: 2 }, before), { website_id: 2, store_id: 7 });
});

test('nothing of the stored customer but website and store view is in the answer', () => {
  const row = { website_id: 1, store_id: 5, lastname: 'Doe' };
  assert.deepEqual(homeOf(stores, {}, row), { website_id: 1, store_id: 5 });
});
