import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorize } from './authorize.ts';
import { type AdminCaller, ALL_GRANTS, type Caller, type CustomerCaller, GUEST, grantsOf } from './caller.ts';

const store = { id: 1, code: 'default', websiteId: 1, groupId: 1 };
const all = { id: 0, code: 'admin', websiteId: 0, groupId: 0 };
const other = { id: 3, code: 'b2b', websiteId: 2, groupId: 2 };
const customer: CustomerCaller = { kind: 'customer', id: 1, websiteId: 1, storeId: 1, groupId: 1, proof: 'token' };
const admin = (grants: AdminCaller['grants'], roleId: number | null = 1): AdminCaller => ({
  kind: 'admin',
  id: 1,
  username: 'a',
  roleId,
  grants,
  proof: 'token',
});
const may = (caller: Caller, resources: string[], at = store, sharing: 'website' | 'global' = 'website'): boolean =>
  authorize(caller, resources, at, sharing).allowed;

test('anonymous routes are open to everybody, others not to guests', () => {
  assert.ok(may(GUEST, ['anonymous']));
  assert.ok(!may(GUEST, ['self']));
  assert.ok(!may(GUEST, ['Magento_Backend::admin']));
});

test('every listed resource is needed, and a denial names them all', () => {
  const caller = admin(grantsOf(['A::a']));
  assert.ok(may(caller, ['A::a']));
  assert.deepEqual(authorize(caller, ['A::a', 'A::b'], store, 'website'), {
    allowed: false,
    resources: ['A::a', 'A::b'],
  });
});

test('a parent does not grant its children, all does, and Magento_Backend::admin is always there', () => {
  assert.ok(!may(admin(grantsOf(['Magento_Customer::customer'])), ['Magento_Customer::manage']));
  assert.ok(may(admin(ALL_GRANTS), ['Magento_Customer::manage']));
  assert.ok(may(admin(grantsOf([])), ['Magento_Backend::admin']));
  assert.ok(!may(admin(grantsOf(['Magento_Backend::admin']), null), ['Magento_Backend::admin']));
});

test('an integration that was granted nothing has not even Magento_Backend::admin (recorded)', () => {
  const integration = (resources: string[]): Caller => ({
    ...{ kind: 'integration', id: 1, name: 'crm', consumerId: 1, proof: 'signature' },
    grants: grantsOf(resources),
  });
  assert.ok(!may(integration([]), ['Magento_Backend::admin']));
  assert.ok(may(integration(['A::a']), ['Magento_Backend::admin']));
});

test('self holds for customers at the stores that share their account, never at the admin scope', () => {
  assert.ok(may(customer, ['self']));
  assert.ok(!may(customer, ['self'], all));
  assert.ok(!may(customer, ['self'], other));
  assert.ok(may(customer, ['self'], other, 'global'));
  assert.ok(!may(customer, ['self'], all, 'global'));
  assert.ok(!may(customer, ['Magento_Backend::admin']));
});

test('self passes for grants of everything and for lists that name the resource of everything, which give nothing else', () => {
  const list = admin(grantsOf(['Magento_Backend::all']));
  assert.ok(may(list, ['self']));
  assert.ok(!may(list, ['Magento_Customer::customer']));
  assert.ok(may(admin(ALL_GRANTS), ['self']));
  assert.ok(!may(admin(grantsOf(['self'])), ['self']));
});
