import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestApplication, TestResponse } from './application.ts';
import { address, newCustomer, type Send, withCustomers } from './customers.ts';
import { firstAdminToken } from './people.ts';
import { activeIntegration, createIntegration } from './third-party.ts';

// On PostgreSQL requests at once find the same state; each has to be answered as if one had come after the other. That
// none is answered from 500 on is held by `send`.

/** How many answers there were of each status. */
async function tally(times: number, request: (i: number) => Promise<TestResponse>): Promise<Record<string, number>> {
  const answers = await Promise.all(Array.from({ length: times }, (_, i) => request(i)));
  const statuses = Map.groupBy(answers, ({ status }) => String(status));
  return Object.fromEntries([...statuses].map(([status, { length }]) => [status, length]));
}
const idOf = (answer: TestResponse): number => {
  assert.equal(answer.status, 200, answer.text);
  return (answer.json as { id: number }).id;
};
/** Changes that the audit log says were made. */
const madeBy = ({ call }: TestApplication, operation: string) =>
  call()
    .db.query.selectFrom('audit_entry')
    .select('id')
    .where('operation', 'like', `%::${operation}`)
    .where('outcome', '=', 'ok')
    .execute();

const TIMES = 12;
const MADE: Readonly<Record<string, readonly [path: string, body: object]>> = {
  'customer groups': ['customerGroups', { group: { code: 'Same', tax_class_id: 3 } }],
  customers: ['customers', newCustomer('same@example.com')],
  websites: ['store/websites', { website: { code: 'same', name: 'Same' } }],
  'store groups': ['store/storeGroups', { group: { code: 'same', name: 'Same', website_id: 1 } }],
  'store views': ['store/storeViews', { store: { code: 'same', name: 'Same', store_group_id: 1 } }],
  integrations: ['integrations', { integration: { name: 'Same' } }],
  roles: ['adminRoles', { role: { name: 'Same', resources: ['Magento_Customer::customer'] } }],
  'admin users': [
    'adminUsers',
    {
      user: {
        username: 'same',
        password: 'Same123!',
        email: 'same@example.com',
        firstname: 'S',
        lastname: 'S',
        role_id: 1,
      },
    },
  ],
};

for (const [things, [path, body]] of Object.entries(MADE))
  test(`of many ${things} of one name that are made at once, one is made and the others are refused`, () =>
    withCustomers(async ({ admin }) => {
      assert.deepEqual(await tally(TIMES, () => admin('POST', path, body)), { 200: 1, 400: TIMES - 1 });
    }));

test('of many that are given one name at once, one gets it and the others are refused', () =>
  withCustomers(async (context) => {
    const { admin } = context;
    const bearer = await firstAdminToken(context);
    const make = async (kind: string, i: number): Promise<number> => {
      if (kind === 'integrations') return (await createIntegration(context, bearer, { name: `n${i}` })).id;
      if (kind === 'customers') return idOf(await admin('POST', kind, newCustomer(`n${i}@example.com`)));
      return idOf(await admin('POST', kind, { group: { code: `n${i}`, tax_class_id: 3 } }));
    };
    const change: Readonly<Record<string, (id: number) => object>> = {
      integrations: () => ({ integration: { name: 'Same' } }),
      customers: (id) => newCustomer('same@example.com', { id, website_id: 1 }),
      customerGroups: (id) => ({ group: { id, code: 'Same', tax_class_id: 3 } }),
    };
    for (const [kind, body] of Object.entries(change)) {
      const ids = await Promise.all(Array.from({ length: 6 }, (_, i) => make(kind, i)));
      const answers = await tally(6, (i) => admin('PUT', `${kind}/${ids[i]}`, body(ids[i] as number)));
      assert.deepEqual(answers, { 200: 1, 400: 5 }, kind);
    }
  }));

/** Makes one of the things above. @returns its path */
const one = (things: string) => async (admin: Send) => {
  const [path, body] = MADE[things] as readonly [string, object];
  return `${path}/${idOf(await admin('POST', path, body))}`;
};
async function oneAddress(admin: Send): Promise<string> {
  const made = await admin('POST', 'customers', newCustomer('a@example.com', { addresses: [address()] }));
  return `addresses/${(made.json as { addresses: { id: number }[] }).addresses[0]?.id}`;
}
const LASTING: Readonly<Record<string, readonly [operation: string, make: (admin: Send) => Promise<string>]>> = {
  customer: ['deleteById', one('customers')],
  address: ['deleteById', oneAddress],
  'customer group': ['deleteById', one('customer groups')],
  website: ['deleteWebsite', one('websites')],
  'store group': ['deleteGroup', one('store groups')],
  'store view': ['deleteStore', one('store views')],
  integration: ['deleteById', one('integrations')],
  role: ['delete', one('roles')],
  'admin user': ['delete', one('admin users')],
};

for (const [thing, [operation, make]] of Object.entries(LASTING))
  test(`deleted many times at once, one ${thing} goes once, and the audit log says so once`, () =>
    withCustomers(async (context) => {
      const path = await make(context.admin);
      assert.deepEqual(await tally(TIMES, () => context.admin('DELETE', path)), { 200: 1, 404: TIMES - 1 });
      assert.equal((await madeBy(context, operation)).length, 1);
    }));

test('a webhook that is deleted many times at once goes once', () =>
  withCustomers(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id: integration_id } = await activeIntegration(context, bearer);
    const webhook = { integration_id, url: 'https://example.com/hook', events: ['customer.created'] };
    const id = idOf(await context.admin('POST', 'webhooks', { webhook }));
    assert.deepEqual(await tally(TIMES, () => context.admin('DELETE', `webhooks/${id}`)), { 200: 1, 404: TIMES - 1 });
  }));

test('what is added to an integration while it is deleted is added before or refused with 404', () =>
  withCustomers(async (context) => {
    const bearer = await firstAdminToken(context);
    const additions: Readonly<Record<string, (id: number) => Promise<TestResponse>>> = {
      tokens: (id) => context.admin('POST', `integrations/${id}/tokens`, { token: { label: 'l' } }),
      webhooks: (id) =>
        context.admin('POST', 'webhooks', {
          webhook: { integration_id: id, url: 'https://example.com/hook', events: ['customer.created'] },
        }),
      activation: (id) => context.admin('POST', `integrations/${id}/activate`, {}),
      credentials: (id) => context.admin('GET', `integrations/${id}/credentials`),
    };
    for (const [name, add] of Object.entries(additions)) {
      const { id } = await activeIntegration(context, bearer, { name });
      const statuses = await tally(TIMES, (i) =>
        i % 4 === 1 ? context.admin('DELETE', `integrations/${id}`) : add(id),
      );
      assert.deepEqual(Object.keys(statuses).sort(), ['200', '404'], name);
    }
  }));

test('a customer who is given a group while it is deleted does not stay in it', () =>
  withCustomers(async ({ admin, call }) => {
    for (let round = 0; round < 3; round++) {
      const group_id = idOf(await admin('POST', 'customerGroups', { group: { code: `g${round}`, tax_class_id: 3 } }));
      const statuses = await tally(TIMES, (i) =>
        i === TIMES / 2
          ? admin('DELETE', `customerGroups/${group_id}`)
          : admin('POST', 'customers', newCustomer(`${round}-${i}@example.com`, { group_id })),
      );
      assert.deepEqual(
        Object.keys(statuses).filter((status) => status !== '200' && status !== '400'),
        [],
      );
      const left = await call().db.query.selectFrom('customer').select('id').where('group_id', '=', group_id).execute();
      assert.deepEqual(left, []);
    }
  }));

test('a group is not saved with a website that is deleted at the same time', () =>
  withCustomers(async ({ admin }) => {
    for (let round = 0; round < 3; round++) {
      const id = idOf(await admin('POST', 'store/websites', { website: { code: `w${round}`, name: 'W' } }));
      const statuses = await tally(TIMES, (i) =>
        i === TIMES / 2
          ? admin('DELETE', `store/websites/${id}`)
          : admin('POST', 'customerGroups', {
              group: { code: `g${round}-${i}`, tax_class_id: 3, extension_attributes: { exclude_website_ids: [id] } },
            }),
      );
      assert.deepEqual(
        Object.keys(statuses).filter((status) => status !== '200' && status !== '400'),
        [],
      );
    }
  }));
