import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestApplication } from '../application.ts';
import { address, newCustomer, withCustomers } from '../customers.ts';
import {
  createAdmin,
  createCustomer,
  firstAdminToken,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
} from '../people.ts';

const stored = async ({ application }: TestApplication, id: number) =>
  application.database.db.query.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** Fields that decide who somebody is and what they may do, as a client would write them. */
const WISHES = {
  id: 2,
  group_id: 3,
  website_id: 0,
  store_id: 0,
  created_at: '2001-02-03 04:05:06',
  created_in: 'Elsewhere',
  updated_at: '2001-02-03 04:05:06',
};
/** Columns that are no fields: a client that names one is refused, whatever it writes. */
const COLUMNS = [
  'password_hash',
  'reset_token_hash',
  'reset_token_at',
  'failures',
  'locked_until',
  'is_active',
  'role_id',
  'email_key',
  'rp_token',
  '__proto__',
  'constructor',
];
const camel = (name: string): string => name.replace(/(?!^)_([a-z])/g, (_, letter: string) => letter.toUpperCase());

test('customers who change themselves stay who they are, in the group, website and store view that they are in', () =>
  withCustomers(async (context) => {
    const eve = await createCustomer(context, 'eve@example.com');
    const victim = await createCustomer(context, 'victim@example.com');
    const [before, other] = [await stored(context, eve), await stored(context, victim)];
    const bearer = tokenOf(await requestCustomerToken(context, 'eve@example.com'));
    const self = { email: 'eve@example.com', firstname: 'Eve', lastname: 'Evil' };
    const custom_attributes = Object.entries(WISHES).map(([attribute_code, value]) => ({ attribute_code, value }));
    for (const wishes of [
      { ...WISHES, id: victim },
      Object.fromEntries(Object.entries({ ...WISHES, id: victim }).map(([name, value]) => [camel(name), value])),
      { custom_attributes },
      { customAttributes: custom_attributes },
    ]) {
      const body = { customer: { ...self, ...wishes } };
      const answer = await context.send({ method: 'PUT', url: '/rest/V1/customers/me', bearer, body });
      assert.equal(answer.status, 200, answer.text);
      const { updated_at: _, firstname, lastname, ...now } = await stored(context, eve);
      assert.deepEqual([firstname, lastname], ['Eve', 'Evil']);
      for (const [name, value] of Object.entries(now)) assert.equal(value, before[name as keyof typeof now], name);
      assert.deepEqual(await stored(context, victim), other);
    }
  }));

test('no column that is not a field can be written, by customers, guests or administrators', () =>
  withCustomers(async (context) => {
    await createCustomer(context, 'eve@example.com');
    const bearer = tokenOf(await requestCustomerToken(context, 'eve@example.com'));
    const root = await firstAdminToken(context);
    for (const column of COLUMNS) {
      const customer = `{"customer":{"email":"e@example.com","firstname":"E","lastname":"E","${column}":"1"}}`;
      const json = { 'content-type': 'application/json' };
      for (const request of [
        { method: 'PUT', url: '/rest/V1/customers/me', bearer },
        { method: 'POST', url: '/rest/V1/customers' },
        { method: 'POST', url: '/rest/V1/customers', bearer: root },
      ]) {
        const { status, text } = await context.send({ ...request, headers: json, body: customer });
        assert.equal(status, 400, `${column}: ${text}`);
        assert.match(text, /not supported/);
      }
    }
  }));

test("nobody's addresses are changed or taken by naming their id, their customer or their default", () =>
  withCustomers(async (context) => {
    const made = await context.admin(
      'POST',
      'customers',
      newCustomer('victim@example.com', { addresses: [address()] }),
    );
    const victim = made.json as { id: number; addresses: { id: number }[] };
    const [{ id: theirs } = { id: 0 }] = victim.addresses;
    await createCustomer(context, 'eve@example.com');
    const bearer = tokenOf(await requestCustomerToken(context, 'eve@example.com'));
    const put = (changes: object) =>
      context.send({
        method: 'PUT',
        url: '/rest/V1/customers/me',
        bearer,
        body: { customer: { email: 'eve@example.com', firstname: 'E', lastname: 'E', ...changes } },
      });
    assert.equal((await put({ addresses: [address({ id: theirs })] })).status, 400);
    assert.equal(
      (await put({ addresses: [address({ id: theirs, default_billing: false, default_shipping: false })] })).status,
      404,
    );
    assert.equal((await put({ default_billing: String(theirs) })).status, 400);
    const { status, json } = await put({ addresses: [address({ customer_id: victim.id, city: 'Mine' })] });
    assert.equal(status, 200);
    assert.notEqual(
      (json as typeof victim & { addresses: { customer_id: number }[] }).addresses[0]?.customer_id,
      victim.id,
    );
    const after = (await context.admin('GET', `customers/${victim.id}`)).json as { addresses: { city: string }[] };
    assert.deepEqual(
      after.addresses.map(({ city }) => city),
      ['Austin'],
    );
  }));

test('an admin who changes the own password cannot change role or state in passing', () =>
  withCustomers(async (context) => {
    const root = await firstAdminToken(context);
    const { id, roleId } = await createAdmin(context, root, 'clerk', ['Magento_Customer::customer']);
    const bearer = tokenOf(await requestAdminToken(context, 'clerk'));
    const body = {
      currentPassword: 'Admin123!x',
      newPassword: 'Admin123!y',
      role_id: 1,
      roleId: 1,
      user: { role_id: 1 },
    };
    const headers = { origin: 'http://localhost' };
    await context.send({ method: 'PUT', url: '/rest/V1/session/password', bearer, body, headers });
    const user = await context.admin('GET', `adminUsers/${id}`);
    assert.equal((user.json as { role_id: number }).role_id, roleId);
  }));
