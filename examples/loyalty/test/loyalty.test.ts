import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestApplication, type TestResponse, withApplication } from '../../../packages/server/test/application.ts';
import {
  createAdmin,
  createCustomer,
  firstAdminToken,
  PASSWORD,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
} from '../../../packages/server/test/people.ts';
import { module as loyalty } from '../src/module.ts';

interface Loyalty extends TestApplication {
  readonly token: string;
  readonly add: (customerId: number, points: unknown, bearer?: string) => Promise<TestResponse>;
  readonly read: <T>(path: string, bearer?: string) => Promise<T>;
}

/** An application with the module, its first admin user, and a customer with the id 1. */
const withLoyalty = (run: (context: Loyalty) => Promise<void>): Promise<void> =>
  withApplication(
    async (context) => {
      const { send } = context;
      const token = await firstAdminToken(context);
      await createCustomer(context, 'jane@example.com');
      await run({
        ...context,
        token,
        add: (customerId, points, bearer = token) =>
          send({ method: 'POST', url: `/rest/V1/loyalty/${customerId}/points`, bearer, body: { points } }),
        read: async <T>(path: string, bearer = token) => (await send({ url: `/rest/${path}`, bearer })).json as T,
      });
    },
    { modules: [loyalty] },
  );

test('points are added and taken, and there are never fewer than none', () =>
  withLoyalty(async ({ add, read }) => {
    assert.equal((await add(1, 50)).status, 200);
    assert.equal((await add(1, -20)).status, 200);
    const refused = await add(1, -31);
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.json, { message: 'The customer has only %1 points.', parameters: [30] });
    assert.equal((await read<{ points: number }>('V1/loyalty/1')).points, 30);
    assert.deepEqual(await read('V1/loyalty/2'), { customer_id: 2, points: 0 });
  }));

test('the setting limits a call', () =>
  withLoyalty(async ({ add, send, token }) => {
    assert.equal((await add(1, 1001)).status, 400);
    const body = { path: 'acme_loyalty/points/maximum', value: '5000' };
    assert.equal((await send({ method: 'PUT', url: '/rest/V1/config', bearer: token, body })).status, 200);
    assert.equal((await add(1, 1001)).status, 200);
    assert.deepEqual((await add(1, 'many')).status, 400);
  }));

test('customers with points are searched', () =>
  withLoyalty(async ({ add, read }) => {
    for (const [id, points] of [[1, 10] as const, [2, 20] as const, [3, 30] as const]) await add(id, points);
    const criteria = 'searchCriteria[filter_groups][0][filters][0]';
    const query = `${criteria}[field]=points&${criteria}[value]=10&${criteria}[condition_type]=gt`;
    const found = await read<{ items: { customer_id: number }[]; total_count: number }>(`V1/loyalty/search?${query}`);
    assert.deepEqual([found.total_count, found.items.map(({ customer_id }) => customer_id)], [2, [2, 3]]);
  }));

test('only who has the resource may, and a customer sees the own points', () =>
  withLoyalty(async (context) => {
    const { add, read, token } = context;
    await add(1, 7);
    await createAdmin(context, token, 'clerk', ['Magento_Customer::group']);
    const clerk = tokenOf(await requestAdminToken(context, 'clerk', PASSWORD));
    const refused = await add(1, 5, clerk);
    assert.equal(refused.status, 401);
    assert.match(refused.text, /Acme_Loyalty::loyalty/);
    const customer = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    assert.equal((await add(1, 5, customer)).status, 401);
    assert.equal((await read<{ points: number }>('V1/loyalty/mine', customer)).points, 7);
  }));

test('the same declaration speaks SOAP, works in bulk, and stands in the schema', () =>
  withLoyalty(async ({ send, token, read, application }) => {
    const envelope =
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><acmeLoyaltyLoyaltyManagementV1AddPointsRequest><customerId>1</customerId><points>5</points></acmeLoyaltyLoyaltyManagementV1AddPointsRequest></e:Body></e:Envelope>';
    const soap = await send({
      method: 'POST',
      url: '/soap/default?services=acmeLoyaltyLoyaltyManagementV1',
      bearer: token,
      headers: { 'content-type': 'application/soap+xml' },
      body: envelope,
    });
    assert.match(soap.text, /<points>5<\/points>/);

    const bulk = await send({
      method: 'POST',
      url: '/rest/async/bulk/V1/loyalty/byCustomerId/points',
      bearer: token,
      body: [1, 2].map((customerId) => ({ customerId, points: 10 })),
    });
    assert.equal(bulk.status, 202, bulk.text);
    await application.bulkWorker.drain();
    assert.equal((await read<{ points: number }>('V1/loyalty/1')).points, 15);
    assert.equal((await read<{ points: number }>('V1/loyalty/2')).points, 10);

    const schema = await read<{ paths: Record<string, unknown> }>(
      'default/schema?services=acmeLoyaltyLoyaltyManagementV1',
    );
    assert.deepEqual(Object.keys(schema.paths).sort(), [
      '/V1/loyalty/mine',
      '/V1/loyalty/search',
      '/V1/loyalty/{customerId}',
      '/V1/loyalty/{customerId}/points',
    ]);
  }));

test('every installation has the integration that the module brings', () =>
  withLoyalty(async ({ read }) => {
    const { items } = await read<{ items: { name: string }[] }>('V1/integrations?searchCriteria=');
    assert.deepEqual(
      items.map(({ name }) => name),
      ['Acme Loyalty'],
    );
  }));
