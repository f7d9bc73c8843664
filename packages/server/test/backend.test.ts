import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdminCaller, type CallerContext, defineModule, grantsOf } from '@tessera/webapi';
import { withApplication } from './application.ts';

const CLERK: AdminCaller = { kind: 'admin', id: 2, username: 'b', roleId: 2, grants: grantsOf([]), proof: 'token' };
const always: CallerContext = { name: 'always', order: { rest: 1 }, identify: () => CLERK };

test('any administrator may ask which modules are installed, and sees those of others', () =>
  withApplication(
    async ({ send }) => {
      const { status, json } = await send({ url: '/rest/V1/modules' });
      assert.equal(status, 200);
      for (const name of ['Magento_Webapi', 'Magento_Store', 'Magento_Customer', 'Acme_Loyalty'])
        assert.ok((json as string[]).includes(name), name);
      assert.equal((json as string[]).includes('Magento_Sales'), false, 'what is not there is not listed');
    },
    { modules: [defineModule({ name: 'Acme_Loyalty', callers: [always] })] },
  ));

test('the ACL tree has the resources of all modules in their places', () =>
  withApplication(
    async ({ send }) => {
      interface Node {
        id: string;
        title: string;
        sort_order: number;
        children: Node[];
      }
      const { json } = await send({ url: '/rest/V1/acl/resources' });
      const [all, admin] = json as [Node, Node];
      assert.deepEqual([all.id, admin.id], ['Magento_Backend::all', 'Magento_Backend::admin']);
      const customers = admin.children.find((node) => node.id === 'Magento_Customer::customer');
      const points = customers?.children.find((node) => node.id === 'Acme_Loyalty::points');
      assert.deepEqual(points, { id: 'Acme_Loyalty::points', title: 'Points', sort_order: 5, children: [] });
    },
    {
      modules: [
        defineModule({
          name: 'Acme_Loyalty',
          callers: [always],
          acl: [{ id: 'Acme_Loyalty::points', title: 'Points', parent: 'Magento_Customer::customer', sortOrder: 5 }],
        }),
      ],
    },
  ));

test('guests are told which resource the list of modules needs', () =>
  withApplication(async ({ send }) => {
    for (const url of ['/rest/V1/modules', '/rest/V1/acl/resources']) {
      const { status, json } = await send({ url });
      assert.deepEqual(
        [status, (json as { parameters: unknown }).parameters],
        [401, { resources: 'Magento_Backend::admin' }],
      );
    }
  }));
