import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword } from '../../../modules/src/encryption/password-hash.ts';
import { withCustomers } from '../customers.ts';
import { CUSTOMER_PASSWORD, createCustomer, requestCustomerToken, tokenOf } from '../people.ts';

const hashOfCost = (cost: string): string => `$argon2id$v=19$${cost}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const OUT_OF_BOUNDS = ['m=65536,t=60,p=1', 'm=1500000,t=2,p=1', 'm=19456,t=2,p=50', 'm=1,t=1,p=1', 'm=0,t=0,p=0'];
const withHash = (email: string, passwordHash: string) => ({
  customer: { email, firstname: 'Jane', lastname: 'Doe', website_id: 1 },
  passwordHash,
});

test('a password hash at a cost that nobody is to make the server pay is refused', () =>
  withCustomers(async ({ admin }) => {
    for (const cost of OUT_OF_BOUNDS) {
      const refused = await admin('PUT', 'customers/0', withHash('jane@example.com', hashOfCost(cost)));
      assert.equal(refused.status, 400, cost);
      assert.match(refused.text, /"fieldName":"passwordHash"/);
      assert.doesNotMatch(refused.text, /AAAA/);
    }
  }));

test('a hash that was made elsewhere at a sensible cost is taken, and its password opens the account', () =>
  withCustomers(async (context) => {
    const hash = await hashPassword(CUSTOMER_PASSWORD);
    assert.equal((await context.admin('PUT', 'customers/0', withHash('jane@example.com', hash))).status, 200);
    tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    const other = await context.admin('PUT', 'customers/0', withHash('bob@example.com', `${'0'.repeat(64)}:salt:1`));
    assert.equal(other.status, 200);
    assert.equal((await requestCustomerToken(context, 'bob@example.com')).status, 401);
  }));

test('where such a hash is stored already, every sign-in fails like one with a wrong password, and in its time', () =>
  withCustomers(async (context) => {
    await createCustomer(context, 'jane@example.com');
    const bearer = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    for (const cost of OUT_OF_BOUNDS) {
      const values = { password_hash: hashOfCost(cost), failures: 0, locked_until: null };
      await context.call().db.query.updateTable('customer').set(values).execute();
      await context.call().db.query.deleteFrom('sign_in_attempt').execute();
      const began = performance.now();
      const token = await requestCustomerToken(context, 'jane@example.com');
      assert.equal(token.status, 401, cost);
      const body = { currentPassword: CUSTOMER_PASSWORD, newPassword: 'Another1!' };
      const changed = await context.send({ method: 'PUT', url: '/rest/V1/customers/me/password', bearer, body });
      assert.match(changed.text, /doesn't match this account/, cost);
      assert.ok(performance.now() - began < 2000, cost);
    }
  }));
