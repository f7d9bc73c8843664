import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdminCaller, ALL_GRANTS, type CallerContext, defineModule } from '@tessera/webapi';
import { type TestApplication, type TestResponse, withApplication } from './application.ts';

const ADMIN: AdminCaller = { kind: 'admin', id: 1, username: 'a', roleId: 1, grants: ALL_GRANTS, proof: 'token' };
/** Signs in whoever says the word, so that these tests stand apart from tokens. */
const byWord: CallerContext = {
  name: 'by word',
  order: { rest: 1 },
  identify: ({ headers }) => (headers['x-word'] === 'admin' ? ADMIN : null),
};
const modules = [defineModule({ name: 'Test_Admin', callers: [byWord] })];

type Send = (method: string, path: string, body?: unknown) => Promise<TestResponse>;
const withGroups = (run: (send: Send, context: TestApplication) => Promise<void>): Promise<void> =>
  withApplication(
    (context) =>
      run(
        (method, path, body) =>
          context.send({ method, url: `/rest/V1/${path}`, headers: { 'x-word': 'admin' }, ...(body ? { body } : {}) }),
        context,
      ),
    { modules },
  );
const retail = { tax_class_id: 3, tax_class_name: 'Retail Customer' };

test('a group is created, found by its code, changed and deleted', () =>
  withGroups(async (send) => {
    const created = await send('POST', 'customerGroups', { group: { code: 'VIP', tax_class_id: 3 } });
    assert.deepEqual(created.json, { id: 4, code: 'VIP', ...retail });
    const query = 'searchCriteria[filter_groups][0][filters][0][field]=customer_group_code';
    const found = await send(
      'GET',
      `customerGroups/search?${query}&${query.replace('field', 'value').split('=')[0]}=vip`,
    );
    assert.equal((found.json as { total_count: number }).total_count, 1);
    const changed = await send('PUT', 'customerGroups/4', { group: { code: 'VIPs', tax_class_id: 3 } });
    assert.deepEqual(changed.json, { id: 4, code: 'VIPs', ...retail });
    assert.equal((await send('DELETE', 'customerGroups/4')).json, true);
    const gone = await send('DELETE', 'customerGroups/4');
    assert.deepEqual(
      [gone.status, gone.json],
      [
        404,
        { message: 'No such entity with %fieldName = %fieldValue', parameters: { fieldName: 'id', fieldValue: 4 } },
      ],
    );
  }));

test('a code is taken in any letter case, and cut after 32 characters', () =>
  withGroups(async (send) => {
    for (const group of [{ code: 'general' }, { id: 2, code: 'GENERAL' }]) {
      const { status, json } = await send('POST', 'customerGroups', { group });
      assert.deepEqual([status, json], [400, { message: 'Customer Group already exists.' }]);
    }
    const long = await send('POST', 'customerGroups', { group: { code: 'ü'.repeat(40) } });
    assert.deepEqual(long.json, { id: 4, code: 'ü'.repeat(32), ...retail });
    const again = await send('PUT', 'customerGroups/4', { group: { code: 'ü'.repeat(35) } });
    assert.equal(again.status, 200, 'its own code does not stand in its way');
  }));

test('a group needs a code and a tax class of customers', () =>
  withGroups(async (send) => {
    const nameless = await send('POST', 'customerGroups', { group: { tax_class_id: 3 } });
    assert.deepEqual(nameless.json, {
      message: '"%fieldName" is required. Enter and try again.',
      parameters: { fieldName: 'code' },
    });
    for (const value of [2, 99]) {
      const { status, json } = await send('POST', 'customerGroups', { group: { code: 'Q', tax_class_id: value } });
      assert.deepEqual(
        [status, json],
        [
          400,
          {
            message: 'Invalid value of "%value" provided for the %fieldName field.',
            parameters: { fieldName: 'taxClassId', value },
          },
        ],
      );
    }
  }));

test('the guests and the default group stay, whatever scope names them', () =>
  withGroups(async (send, { call, application }) => {
    assert.equal((await send('PUT', 'customerGroups/default/3')).json, 3);
    assert.equal((await send('GET', 'customerGroups/default')).json instanceof Object, true);
    const config = application.kernel.match('PUT', ['V1', 'config'])?.route;
    await config?.invoke(
      { path: 'customer/create_account/default_group', value: '2', scope: 'stores', scopeId: 1 },
      call(),
    );
    const ofStore = await send('GET', 'customerGroups/default/1?fields=id');
    assert.deepEqual(ofStore.json, { id: 2 });
    for (const id of [0, 2, 3]) {
      assert.equal((await send('GET', `customerGroups/${id}/permissions`)).json, true);
      const { status, json } = await send('DELETE', `customerGroups/${id}`);
      assert.deepEqual([status, json], [400, { message: 'Cannot delete group.' }]);
    }
    assert.equal((await send('GET', 'customerGroups/1/permissions')).json, false);
    assert.match((await send('GET', 'customerGroups/99/permissions')).text, /"fieldName":"groupId"/);
    assert.equal((await send('PUT', 'customerGroups/default/0')).status, 400);
    assert.equal((await send('PUT', 'customerGroups/default/99')).status, 404);
  }));

test('customers of a group that is deleted get the default group of their store', () =>
  withGroups(async (send, { call, clock }) => {
    const { db } = call();
    const row = {
      website_id: 1,
      email: 'a@example.com',
      firstname: 'A',
      lastname: 'B',
      created_at: '',
      updated_at: '',
    };
    const customer = { ...row, group_id: 3, disable_auto_group_change: 0, is_subscribed: 0 } as const;
    await db.query
      .insertInto('customer')
      .values([
        { ...customer, store_id: 1 },
        { ...customer, store_id: 77, email: 'b@example.com' },
        { ...customer, store_id: 1, group_id: 2, email: 'c@example.com' },
      ])
      .execute();
    clock.now = Date.UTC(2030, 0, 2);
    assert.equal((await send('DELETE', 'customerGroups/3')).json, true);
    const after = await db.query.selectFrom('customer').select(['group_id', 'updated_at']).orderBy('id').execute();
    assert.deepEqual(after, [
      { group_id: 1, updated_at: '2030-01-02 00:00:00' },
      { group_id: 1, updated_at: '2030-01-02 00:00:00' },
      { group_id: 2, updated_at: '' },
    ]);
  }));

test('websites on which a group is not offered are kept and shown', () =>
  withGroups(async (send) => {
    const group = { code: 'VIP', extension_attributes: { exclude_website_ids: [1, 1] } };
    const shown = { id: 4, code: 'VIP', ...retail, extension_attributes: { exclude_website_ids: [1] } };
    assert.deepEqual((await send('POST', 'customerGroups', { group })).json, shown);
    assert.deepEqual((await send('GET', 'customerGroups/4')).json, shown);
    const renamed = await send('PUT', 'customerGroups/4', { group: { code: 'VIP' } });
    assert.deepEqual(renamed.json, shown, 'what is not named stays');
    const emptied = { group: { code: 'VIP', extension_attributes: { exclude_website_ids: [] } } };
    assert.deepEqual((await send('PUT', 'customerGroups/4', emptied)).json, { id: 4, code: 'VIP', ...retail });
    const unknown = { group: { code: 'X', extension_attributes: { exclude_website_ids: [99] } } };
    assert.equal((await send('POST', 'customerGroups', unknown)).status, 400);
  }));

test('groups cannot be searched by a field that they do not have', () =>
  withGroups(async (send) => {
    for (const field of ['nope', 'constructor']) {
      const criteria = `searchCriteria[filter_groups][0][filters][0][field]=${field}`;
      assert.equal((await send('GET', `customerGroups/search?${criteria}`)).status, 400);
    }
  }));
