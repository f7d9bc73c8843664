import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type AclResource,
  choiceOf,
  grantedBy,
  idsOf,
  matching,
  shareOf,
  toggled,
  visibleRows,
  waysOf,
} from './selection.ts';
import { treeKey } from './tree-keys.ts';

const node = (id: string, ...children: AclResource[]): AclResource => ({
  id,
  title: `The ${id}`,
  sort_order: 0,
  children,
});
const TREE = [
  node('sales', node('orders', node('view'), node('cancel')), node('invoices')),
  node('customers', node('groups'), node('online')),
];
const WAYS = waysOf(TREE);
const find = (id: string, nodes: readonly AclResource[] = TREE): AclResource => {
  for (const entry of nodes) {
    if (entry.id === id) return entry;
    if (idsOf(entry).includes(id)) return find(id, entry.children);
  }
  throw new Error(id);
};
const granted = (...chosen: string[]) => grantedBy(new Set(chosen), WAYS);

test('whatever is chosen grants what stands above it, and a parent is partly checked until all below it is', () => {
  const some = granted('view');
  assert.deepEqual([...some].sort(), ['orders', 'sales', 'view']);
  assert.equal(shareOf(find('sales'), some), 'some');
  assert.equal(shareOf(find('orders'), granted('view', 'cancel')), 'all');
  assert.equal(shareOf(find('customers'), some), 'none');
});

test('ticking takes everything below along, and ticking a partly checked node completes it', () => {
  const all = toggled(new Set(), find('sales'), new Set());
  assert.deepEqual([...all].sort(), ['cancel', 'invoices', 'orders', 'sales', 'view']);
  const completed = toggled(new Set(['view']), find('orders'), granted('view'));
  assert.equal(shareOf(find('orders'), grantedBy(completed, WAYS)), 'all');
  assert.deepEqual([...toggled(completed, find('orders'), grantedBy(completed, WAYS))], []);
});

test('what was granted only because of something below it goes with that', () => {
  const chosen = choiceOf(granted('view'), TREE);
  const without = toggled(chosen, find('view'), granted('view'));
  assert.deepEqual([...grantedBy(without, WAYS)], []);
});

test('a parent that was granted by itself stays granted', () => {
  assert.deepEqual([...choiceOf(['customers'], TREE)], ['customers']);
  assert.deepEqual([...grantedBy(choiceOf(['customers'], TREE), WAYS)], ['customers']);
});

test('saving and opening again changes nothing, for any choice', () => {
  const ids = TREE.flatMap(idsOf);
  fc.assert(
    fc.property(fc.subarray(ids), (chosen) => {
      const saved = grantedBy(new Set(chosen), WAYS);
      assert.deepEqual([...grantedBy(choiceOf(saved, TREE), WAYS)].sort(), [...saved].sort());
    }),
  );
});

test('a search keeps the way to what it finds, and everything below it', () => {
  assert.deepEqual(matching(TREE, 'cancel').flatMap(idsOf), ['sales', 'orders', 'cancel']);
  assert.deepEqual(matching(TREE, 'the orders').flatMap(idsOf), ['sales', 'orders', 'view', 'cancel']);
  assert.deepEqual(matching(TREE, 'nothing'), []);
});

test('the keys are those of a tree view', () => {
  const open = new Set(['sales']);
  const rows = visibleRows(TREE, open);
  assert.deepEqual(
    rows.map((row) => `${row.level} ${row.node.id}`),
    ['1 sales', '2 orders', '2 invoices', '1 customers'],
  );
  const at = (id: string) => rows.find((row) => row.node.id === id)!;
  assert.deepEqual(treeKey('ArrowDown', at('sales'), rows, open), { kind: 'go', to: 'orders' });
  assert.deepEqual(treeKey('ArrowRight', at('sales'), rows, open), { kind: 'go', to: 'orders' });
  assert.deepEqual(treeKey('ArrowRight', at('orders'), rows, open), { kind: 'open' });
  assert.deepEqual(treeKey('ArrowLeft', at('sales'), rows, open), { kind: 'close' });
  assert.deepEqual(treeKey('ArrowLeft', at('invoices'), rows, open), { kind: 'go', to: 'sales' });
  assert.deepEqual(treeKey('End', at('sales'), rows, open), { kind: 'go', to: 'customers' });
  assert.deepEqual(treeKey(' ', at('sales'), rows, open), { kind: 'toggle' });
  assert.equal(treeKey('Tab', at('sales'), rows, open), null);
});
