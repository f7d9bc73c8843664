import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineModule } from '@tessera/webapi';
import { withApplication } from './application.ts';
import { address, adminSends, type CustomerAnswer, newCustomer, withCustomers } from './customers.ts';

test('a customer is created, changed in part and deleted', () =>
  withCustomers(async ({ admin }) => {
    const created = await admin('POST', 'customers', newCustomer('jane@example.com', { addresses: [address()] }));
    const { id, addresses, default_billing } = created.json as CustomerAnswer;
    assert.deepEqual([id, addresses.length, default_billing], [1, 1, '1']);
    const changed = await admin('PUT', 'customers/1', { customer: { lastname: 'Smith' } });
    assert.deepEqual(changed.json, { ...(created.json as object), lastname: 'Smith' });
    assert.equal((await admin('DELETE', 'customers/1')).json, true);
    assert.equal((await admin('GET', 'customers/1')).status, 404);
  }));

test('the id in the body wins over the URL, which counts where the body has none; a word in the URL creates', () =>
  withCustomers(async ({ admin }) => {
    for (const name of ['a', 'b']) await admin('POST', 'customers', newCustomer(`${name}@example.com`));
    const put = async (path: string, customer: object): Promise<number> =>
      ((await admin('PUT', path, { customer })).json as CustomerAnswer).id;
    assert.equal(await put('customers/1', { id: 2, firstname: 'Two' }), 2);
    assert.equal(await put('customers/1', { firstname: 'One' }), 1);
    assert.equal(await put('customers/abc', newCustomer('new@example.com').customer), 3);
  }));

test('ids that no row can have are unknown, not an error of the database', () =>
  withCustomers(async ({ admin }) => {
    for (const id of ['0', '-1', '2147483648', '99999999999999999999']) {
      assert.equal((await admin('GET', `customers/${id}`)).status, 404, id);
      assert.equal((await admin('DELETE', `customers/${id}`)).status, 404, id);
      assert.equal((await admin('DELETE', `addresses/${id}`)).status, 404, id);
      assert.equal(
        (await admin('PUT', `customers/${id}`, newCustomer('x@example.com'))).status,
        id === '0' ? 200 : 404,
      );
    }
  }));

test('an e-mail address is taken once a website, whatever its letter case, also by two at the same moment', () =>
  withCustomers(async ({ admin }) => {
    const emails = ['jane@example.com', 'JANE@example.com', 'Jane@Example.COM'];
    const answers = await Promise.all(emails.map((email) => admin('POST', 'customers', newCustomer(email))));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400]);
    assert.match(answers.find(({ status }) => status === 400)?.text ?? '', /already exists in an associated website/);
  }));

test('websites have accounts of their own until accounts are shared', () =>
  withCustomers(async ({ admin }) => {
    const website = await admin('POST', 'store/websites', { website: { code: 'b2b', name: 'B2B' } });
    const { id: website_id } = website.json as { id: number };
    const group = { website_id, name: 'B2B', code: 'b2b', root_category_id: 2 };
    const { id } = (await admin('POST', 'store/storeGroups', { group })).json as { id: number };
    await admin('POST', 'store/storeViews', {
      store: { code: 'b2b_en', name: 'EN', store_group_id: id, is_active: 1 },
    });
    await admin('POST', 'customers', newCustomer('jane@example.com'));
    const second = await admin('POST', 'customers', newCustomer('jane@example.com', { website_id }));
    assert.deepEqual([second.status, (second.json as CustomerAnswer).website_id], [200, website_id]);
    await admin('PUT', 'config', { path: 'customer/account_share/scope', value: '0' });
    await admin('POST', 'customers', newCustomer('bob@example.com'));
    assert.equal((await admin('POST', 'customers', newCustomer('bob@example.com', { website_id }))).status, 400);
    for (let round = 0; round < 10; round++) {
      const email = `at-once-${round}@example.com`;
      const answers = await Promise.all(
        [newCustomer(email), newCustomer(email.toUpperCase(), { website_id })].map((body) =>
          admin('POST', 'customers', body),
        ),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
    }
  }));

test('the addresses that are sent are the only ones afterwards', () =>
  withCustomers(async ({ admin }) => {
    await admin('POST', 'customers', newCustomer('jane@example.com', { addresses: [address(), address()] }));
    const addresses = [{ id: 2, city: 'Dallas' }, address({ city: 'Houston', default_shipping: null })];
    const changed = (await admin('PUT', 'customers/1', { customer: { addresses } })).json as CustomerAnswer;
    assert.deepEqual(
      changed.addresses.map(({ id, city, street }) => ({ id, city, street })),
      [
        { id: 2, city: 'Dallas', street: ['123 Main St'] },
        { id: 3, city: 'Houston', street: ['123 Main St'] },
      ],
    );
    assert.deepEqual([changed.default_billing, changed.default_shipping], ['3', '2']);
    const none = (await admin('PUT', 'customers/1', { customer: { addresses: [] } })).json as CustomerAnswer;
    assert.deepEqual([none.addresses, none.default_billing], [[], undefined]);
  }));

test('a refused address leaves the customer as it was', () =>
  withCustomers(async ({ admin }) => {
    await admin('POST', 'customers', newCustomer('jane@example.com', { addresses: [address()] }));
    const before = (await admin('GET', 'customers/1')).json;
    const bad = { lastname: 'Changed', addresses: [address({ city: 'New' }), address({ city: '' })] };
    const refused = await admin('PUT', 'customers/1', { customer: bad });
    assert.deepEqual(
      [refused.status, (refused.json as { parameters: unknown }).parameters],
      [400, { fieldName: 'city' }],
    );
    assert.deepEqual((await admin('GET', 'customers/1')).json, before);
  }));

test("nobody gets somebody else's address", () =>
  withCustomers(async ({ admin }) => {
    await admin('POST', 'customers', newCustomer('jane@example.com', { addresses: [address()] }));
    await admin('POST', 'customers', newCustomer('bob@example.com'));
    const steal = (changes: object) =>
      admin('PUT', 'customers/2', { customer: { addresses: [address({ id: 1, city: 'Stolen', ...changes })] } });
    assert.equal((await steal({})).status, 400);
    assert.equal((await steal({ default_billing: false, default_shipping: false })).status, 404);
    assert.equal(((await admin('GET', 'customers/addresses/1')).json as { city: string }).city, 'Austin');
  }));

test('a module hears of every change inside its transaction, and can refuse it', () => {
  const heard: string[] = [];
  const listening = defineModule({
    name: 'Test_Listening',
    requires: ['Magento_Customer'],
    customerListeners: [
      async ({ kind, customer }, _call, db) => {
        const row = await db.query
          .selectFrom('customer')
          .select('lastname')
          .where('id', '=', Number(customer.id))
          .execute();
        heard.push(`${kind} ${customer.id} ${row[0]?.lastname}`);
        if (customer.lastname === 'Refused') throw new Error('refused by the module');
      },
    ],
  });
  return withApplication(
    async (context) => {
      const admin = await adminSends(context);
      await admin('POST', 'customers', newCustomer('jane@example.com', { addresses: [address()] }));
      await assert.rejects(admin('PUT', 'customers/1', { customer: { lastname: 'Refused' } }), /refused by the module/);
      await admin('DELETE', 'addresses/1');
      assert.equal(((await admin('GET', 'customers/1')).json as CustomerAnswer).lastname, 'Doe');
      await admin('DELETE', 'customers/1');
      assert.deepEqual(heard, ['created 1 Doe', 'updated 1 Refused', 'updated 1 Doe', 'deleted 1 Doe']);
    },
    { modules: [listening] },
  );
});
