import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '@tessera/database';
import { type Call, callAs, defineModule } from '@tessera/webapi';
import { CompiledQuery, type KyselyPlugin, sql } from 'kysely';
import { type TestApplication, withApplication } from './application.ts';
import { address, adminSends, type CustomerAnswer, newCustomer, withCustomers } from './customers.ts';

const filter = (field: string, value: string, condition = 'eq', at = 0): string => {
  const prefix = `searchCriteria[filter_groups][${at}][filters][0]`;
  return `${prefix}[field]=${field}&${prefix}[value]=${encodeURIComponent(value)}&${prefix}[condition_type]=${condition}`;
};

/** The queries that a search asks, compiled. */
async function queriesOf(context: TestApplication, searchCriteria: object): Promise<CompiledQuery[]> {
  const { db } = context.call();
  const queries: CompiledQuery[] = [];
  const recorder: KyselyPlugin = {
    transformQuery: ({ node }) => {
      queries.push(db.query.getExecutor().compileQuery(node, { queryId: 'test' }));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const run: Db['run'] = (statement, parameters) => {
    queries.push(statement.build(db.query, (name) => parameters[name] as never, db.dialect).compile());
    return db.run(statement, parameters);
  };
  const call: Call = callAs(context.call(), { db: { ...db, query: db.query.withPlugin(recorder), run } });
  const route = context.application.kernel.match('GET', ['V1', 'customers', 'search'])?.route;
  await route?.invoke({ searchCriteria }, call);
  return queries;
}

/** How the database goes about a query. A table of three rows is read as a whole and sorted, unless that is forbidden. */
async function planOf(db: Db, query: CompiledQuery | undefined, forbidden = ['seqscan']): Promise<string> {
  const plan = await db.transaction(async ({ query: inside }) => {
    if (db.dialect === 'postgres')
      for (const way of forbidden) await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(inside);
    const explain = db.dialect === 'postgres' ? 'explain' : 'explain query plan';
    return inside.executeQuery(CompiledQuery.raw(`${explain} ${query?.sql}`, [...(query?.parameters ?? [])]));
  });
  return JSON.stringify(plan.rows);
}

test('a search by e-mail and its count use the index', () =>
  withCustomers(async (context) => {
    const { db } = context.call();
    for (const name of ['a', 'b', 'c']) await context.admin('POST', 'customers', newCustomer(`${name}@example.com`));
    const filters = [{ field: 'email', value: 'b@example.com' }];
    const queries = await queriesOf(context, { filter_groups: [{ filters }], page_size: 1 });
    const [search, addresses, count] = [0, 2, 1].map((at) => queries[at]);
    assert.equal(queries.length, 3);
    assert.match(addresses?.sql ?? '', /customer_address/);
    for (const query of [search, count]) assert.match(await planOf(db, query), /customer_email/);
    assert.match(await planOf(db, addresses, ['seqscan', 'indexscan']), /customer_address_customer/);
  }));

test('a page in the order of an indexed field is read from the index', () =>
  withCustomers(async (context) => {
    const indexes = {
      ...{ entity_id: /customer_pkey|SCAN customer"/, email: /customer_email/, group_id: /customer_group_id/ },
      ...{ created_at: /customer_created_at/, updated_at: /customer_updated_at/ },
    };
    for (const [field, index] of Object.entries(indexes))
      for (const direction of ['ASC', 'DESC']) {
        const [search] = await queriesOf(context, { sort_orders: [{ field, direction }], page_size: 25 });
        const plan = await planOf(context.call().db, search, ['seqscan', 'sort']);
        assert.match(plan, index, `${field} ${direction}: ${plan}`);
      }
  }));

test('customers without a value come first in ascending order, by fields of theirs and of their address', () =>
  withCustomers(async ({ admin }) => {
    await admin('POST', 'customers', newCustomer('a@example.com', { dob: '1990-01-01', addresses: [address()] }));
    await admin('POST', 'customers', newCustomer('b@example.com'));
    for (const field of ['dob', 'default_billing', 'billing_city'])
      for (const [direction, expected] of Object.entries({ ASC: [2, 1], DESC: [1, 2] })) {
        const sort = 'searchCriteria[sortOrders][0]';
        const url = `customers/search?${sort}[field]=${field}&${sort}[direction]=${direction}&searchCriteria[pageSize]=25`;
        const { items } = (await admin('GET', url)).json as { items: CustomerAnswer[] };
        assert.deepEqual(
          items.map(({ id }) => id),
          expected,
          `${field} ${direction}`,
        );
      }
  }));

test('the addresses of a page are one query, and a page that is not full needs no count', () =>
  withCustomers(async (context) => {
    for (const name of ['a', 'b', 'c'])
      await context.admin('POST', 'customers', newCustomer(`${name}@example.com`, { addresses: [address()] }));
    assert.equal((await queriesOf(context, { page_size: 10 })).length, 2);
    assert.equal((await queriesOf(context, { page_size: 2 })).length, 3);
    const all = (await context.admin('GET', 'customers/search?searchCriteria[pageSize]=2')).json as {
      items: CustomerAnswer[];
      total_count: number;
    };
    assert.equal(all.total_count, 3);
    assert.deepEqual(
      all.items.map(({ addresses }) => addresses[0]?.id),
      [1, 2],
    );
  }));

test('customers are found by their default billing address', () =>
  withCustomers(async ({ admin }) => {
    const other = address({ city: 'Dallas', postcode: '75201', default_billing: false });
    await admin('POST', 'customers', newCustomer('a@example.com', { addresses: [address(), other] }));
    await admin('POST', 'customers', newCustomer('b@example.com', { addresses: [address({ city: 'Waco' })] }));
    await admin('POST', 'customers', newCustomer('c@example.com'));
    const found = async (query: string): Promise<string[]> => {
      const { json } = await admin('GET', `customers/search?${query}&fields=items[email]`);
      return ((json as { items: CustomerAnswer[] | null }).items ?? []).map(({ email }) => email.slice(0, 1));
    };
    assert.deepEqual(await found(filter('billing_city', 'austin')), ['a']);
    assert.deepEqual(await found(filter('billing_city', 'Dallas')), []);
    assert.deepEqual(await found(filter('billing_city', 'Austin', 'neq')), ['b']);
    assert.deepEqual(await found(filter('billing_postcode', '787%', 'like')), ['a', 'b']);
    assert.deepEqual(await found(filter('billing_city', '', 'null')), ['c']);
    assert.deepEqual(await found(filter('billing_country_id', 'US', 'in')), ['a', 'b']);
    const byCity = 'searchCriteria[sortOrders][0][field]=billing_city&searchCriteria[sortOrders][0][direction]=DESC';
    assert.deepEqual(await found(`${filter('billing_city', '', 'notnull')}&${byCity}`), ['b', 'a']);
  }));

test('fields that a customer does not have are refused, secret ones too', () =>
  withCustomers(async ({ admin }) => {
    for (const field of ['id', 'nope', 'password_hash', 'reset_token_hash', 'shipping_city', 'is_subscribed'])
      assert.equal((await admin('GET', `customers/search?${filter(field, '1')}`)).status, 400, field);
  }));

test('an attribute that a module declares is kept, shown, searched and removed; an unknown one is dropped', () => {
  const attributes = defineModule({
    name: 'Test_Attributes',
    requires: ['Magento_Customer'],
    customerAttributes: [{ code: 'crm_id', label: 'CRM id' }],
  });
  return withApplication(
    async (context) => {
      const admin = await adminSends(context);
      const custom_attributes = [
        { attribute_code: 'crm_id', value: 'C-1' },
        { attribute_code: 'nope', value: 'x' },
      ];
      await admin('POST', 'customers', newCustomer('a@example.com', { custom_attributes }));
      await admin(
        'POST',
        'customers',
        newCustomer('b@example.com', { custom_attributes: [{ attribute_code: 'crm_id', value: 7 }] }),
      );
      await admin('POST', 'customers', newCustomer('c@example.com'));
      const read = async (path: string) =>
        (await admin('GET', path)).json as CustomerAnswer & { items: CustomerAnswer[] };
      assert.deepEqual((await read('customers/1')).custom_attributes, [{ attribute_code: 'crm_id', value: 'C-1' }]);
      assert.equal((await read('customers/3')).custom_attributes, undefined);
      const found = async (query: string) => (await read(`customers/search?${query}`)).items.map(({ id }) => id);
      assert.deepEqual(await found(filter('crm_id', 'c-1')), [1]);
      assert.deepEqual(await found(filter('crm_id', '', 'null')), [3]);
      assert.deepEqual(await found(`${filter('crm_id', '7')}&${filter('email', 'b@%', 'like', 1)}`), [2]);
      const empty = { customer: { custom_attributes: [{ attribute_code: 'crm_id', value: '' }] } };
      assert.equal(((await admin('PUT', 'customers/1', empty)).json as CustomerAnswer).custom_attributes, undefined);
    },
    { modules: [attributes] },
  );
});
