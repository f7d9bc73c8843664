import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AclNode } from '@tessera/webapi';
import { withParents } from './synchronize.ts';

const node = (id: string, ...children: AclNode[]): AclNode => ({ id, title: id, sortOrder: 0, children });
const tree = [node('all'), node('admin', node('sales', node('orders'), node('invoices')), node('customers'))];

test('a declared resource brings all that stand above it, and nothing beside or below', () => {
  assert.deepEqual(withParents(tree, ['orders']), ['admin', 'orders', 'sales']);
  assert.deepEqual(withParents(tree, ['sales']), ['admin', 'sales']);
  assert.deepEqual(withParents(tree, ['all']), ['all']);
  assert.deepEqual(withParents(tree, []), []);
});

test('the order of a declaration does not count', () => {
  assert.deepEqual(withParents(tree, ['customers', 'orders']), withParents(tree, ['orders', 'customers']));
});
