import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_PASSWORD, seedCustomers, seedDemo } from '../src/demo/seed.ts';
import { withApplication } from './application.ts';

test('an empty store gets the demo customers once, with addresses of their own', () =>
  withApplication(async ({ call }) => {
    const { query } = call().db;
    const seeded = await seedDemo(call());
    assert.equal(seeded?.customers, 60);
    const customers = await query.selectFrom('customer').selectAll().orderBy('id').execute();
    const addresses = await query.selectFrom('customer_address').selectAll().orderBy('id').execute();
    assert.equal(customers.length, 60);
    assert.equal(addresses.length, seeded?.addresses);
    for (const { id, default_billing, default_shipping } of customers) {
      const own = addresses.filter((address) => address.customer_id === id).map((address) => address.id);
      assert.deepEqual([default_billing, default_shipping], [own.at(0), own.at(-1)]);
    }
    assert.deepEqual(
      customers.slice(0, 6).map((customer) => [customer.id, customer.email, customer.password_hash !== null]),
      [
        [1, 'demo1@example.com', true],
        [2, 'demo2@example.com', true],
        [3, 'demo3@example.com', true],
        [4, 'demo4@example.com', true],
        [5, 'demo5@example.com', true],
        [6, customers[5]?.email, false],
      ],
    );
    assert.equal(await seedDemo(call()), null, 'a store that has customers is left alone');
  }));

test('a demo customer can sign in', () =>
  withApplication(async ({ call, send }) => {
    await seedDemo(call());
    const body = { username: 'demo2@example.com', password: DEMO_PASSWORD };
    const { status } = await send({ method: 'POST', url: '/rest/V1/integration/customer/token', body });
    assert.equal(status, 200);
  }));

test('any number of customers is added behind those that are there', () =>
  withApplication(async ({ call }) => {
    await seedDemo(call());
    const steps: number[] = [];
    const { customers } = await seedCustomers(call(), 1203, { progress: (done) => steps.push(done) });
    assert.equal(customers, 1203);
    assert.deepEqual(steps, [500, 1000, 1203]);
    await seedCustomers(call(), 3);
    const { query } = call().db;
    const found = await query
      .selectFrom('customer')
      .select(['id', 'email', 'group_id', 'created_at'])
      .orderBy('id')
      .execute();
    assert.equal(found.length, 60 + 1203 + 3);
    assert.ok(found.every((customer) => [1, 2, 3].includes(customer.group_id) && customer.created_at < '2026'));
    for (const count of [0, 1.5, 1_000_001]) await assert.rejects(seedCustomers(call(), count), RangeError);
  }));
