import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from './application.ts';
import {
  createAdmin,
  createCustomer,
  firstAdminToken,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
} from './people.ts';

test("forcing a customer's sign-in ends the tokens that are there, and new ones can be had", () =>
  withApplication(async (context) => {
    const { send, clock } = context;
    const bearer = await firstAdminToken(context);
    const id = await createCustomer(context, 'jane@example.com');
    const token = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    assert.equal((await send({ url: '/rest/V1/customers/me', bearer: token })).status, 200);
    assert.equal((await send({ method: 'POST', url: `/rest/V1/customers/${id}/forceSignIn`, bearer })).json, true);
    assert.equal((await send({ url: '/rest/V1/customers/me', bearer: token })).status, 401);
    clock.now += 1000;
    const again = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    assert.equal((await send({ url: '/rest/V1/customers/me', bearer: again })).status, 200);
    assert.equal((await send({ method: 'POST', url: '/rest/V1/customers/999/forceSignIn', bearer })).status, 404);
  }));

test("forcing an admin's sign-in ends the tokens that are there", () =>
  withApplication(async (context) => {
    const { send } = context;
    const bearer = await firstAdminToken(context);
    const { id } = await createAdmin(context, bearer, 'olga', 'all');
    const token = tokenOf(await requestAdminToken(context, 'olga'));
    assert.equal((await send({ method: 'POST', url: `/rest/V1/adminUsers/${id}/forceSignIn`, bearer })).json, true);
    assert.equal((await send({ url: '/rest/V1/modules', bearer: token })).status, 401);
  }));

test('who gave a wrong password too often is listed as locked and can be let in again', () =>
  withApplication(async (context) => {
    const { send } = context;
    const bearer = await firstAdminToken(context);
    const { id } = await createAdmin(context, bearer, 'olga', 'all');
    const signIn = (password: string) =>
      send({ method: 'POST', url: '/rest/V1/session', body: { username: 'OLGA', password } });
    for (let attempt = 0; attempt < 6; attempt++) assert.equal((await signIn('wrong-1')).status, 401);
    assert.equal((await signIn('Admin123!x')).status, 401);
    const locked = (await send({ url: '/rest/V1/lockedUsers', bearer })).json as {
      id: number;
      username: string;
      failures: number;
    }[];
    assert.deepEqual(
      locked.map(({ id, username, failures }) => ({ id, username, failures })),
      [{ id, username: 'olga', failures: 6 }],
    );
    assert.equal((await send({ method: 'DELETE', url: `/rest/V1/lockedUsers/${id}`, bearer })).json, true);
    assert.deepEqual((await send({ url: '/rest/V1/lockedUsers', bearer })).json, []);
    assert.equal((await signIn('Admin123!x')).status, 200);
  }));
