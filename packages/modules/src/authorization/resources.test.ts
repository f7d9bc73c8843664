import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AclNode, Call } from '@tessera/webapi';
import { checkResources, type WantedResources } from './resources.ts';

const node = (id: string, children: readonly AclNode[] = []): AclNode => ({ id, title: id, sortOrder: 0, children });
const acl = [node('Magento_Backend::all'), node('Magento_Backend::admin', [node('A::a', [node('A::b')])])];
const check = (wanted: WantedResources) =>
  checkResources({ binding: 'internal', ports: { acl } } as unknown as Call, wanted);

test('a list is taken as it is: neither parents nor children are added', () => {
  assert.deepEqual(check({ resources: ['A::b', 'A::b'] }), { all: false, resources: ['A::b'] });
  assert.deepEqual(check({ resources: ['A::a'] }), { all: false, resources: ['A::a'] });
  assert.deepEqual(check({}), { all: false, resources: [] });
});

test('everything is granted by the flag only: in a list, the resource of everything is one like any other (recorded)', () => {
  const everything = { all: true, resources: ['Magento_Backend::all'] };
  assert.deepEqual(check({ all_resources: true, resources: ['A::a'] }), everything);
  const list = ['A::a', 'Magento_Backend::all'];
  assert.deepEqual(check({ resources: list }), { all: false, resources: list });
});

test('what no module declares is refused by its name', () => {
  assert.throws(
    () => check({ resources: ['A::a', 'A::c'] }),
    (error: Error & { parameters?: unknown }) => {
      assert.deepEqual(error.parameters, { resource: 'A::c' });
      return true;
    },
  );
  assert.throws(() => check({ all_resources: true, resources: ['self'] }));
});
