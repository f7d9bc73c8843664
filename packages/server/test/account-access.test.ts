import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApplication } from '../src/application.ts';
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

interface ShownToken {
  readonly id: number;
  readonly issued_at: string;
  readonly remote_address: string;
}

test('each token of a customer is listed, and one of them can be ended without the others', () =>
  withApplication(async (context) => {
    const { send, clock } = context;
    const bearer = await firstAdminToken(context);
    const id = await createCustomer(context, 'jane@example.com');
    const first = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    clock.now += 1000;
    const second = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    const me = async (token: string) => (await send({ url: '/rest/V1/customers/me', bearer: token })).status;
    const url = `/rest/V1/customers/${id}/tokens`;
    const listed = (await send({ url, bearer })).json as ShownToken[];
    assert.deepEqual(
      listed.map(({ remote_address }) => remote_address),
      ['127.0.0.1', '127.0.0.1'],
    );
    assert.deepEqual([await me(first), await me(second)], [200, 200]);

    assert.equal((await send({ method: 'DELETE', url: `${url}/${listed[1]?.id}`, bearer })).json, true);
    assert.deepEqual([await me(first), await me(second)], [401, 200]);
    assert.deepEqual((await send({ url, bearer })).json, [listed[0]]);
    assert.equal((await send({ method: 'DELETE', url: `${url}/${listed[1]?.id}`, bearer })).status, 404);

    await send({ method: 'POST', url: `/rest/V1/customers/${id}/forceSignIn`, bearer });
    assert.deepEqual((await send({ url, bearer })).json, [], 'what was ended with all others is not listed');
  }));

test('one token of an admin user is ended, also for another process, and written down', () =>
  withApplication(async (context) => {
    const { send, clock } = context;
    const bearer = await firstAdminToken(context);
    const { id } = await createAdmin(context, bearer, 'olga', 'all');
    const first = tokenOf(await requestAdminToken(context, 'olga'));
    clock.now += 1000;
    const second = tokenOf(await requestAdminToken(context, 'olga'));
    const other = await createApplication({
      database: context.database,
      varFolder: context.varFolder,
      basePath: '',
      keys: context.call().ports.keys,
      now: () => clock.now,
      log: { error: () => {}, info: () => {} },
    });
    try {
      const modules = async (token: string): Promise<number> =>
        (
          await other.handle({
            method: 'GET',
            url: '/rest/V1/modules',
            remoteAddress: '127.0.0.1',
            scheme: 'http',
            host: 'localhost',
            headers: { host: 'localhost', authorization: `Bearer ${token}` },
            body: async () => Buffer.alloc(0),
          })
        ).status;
      assert.deepEqual([await modules(first), await modules(second)], [200, 200]);
      const url = `/rest/V1/adminUsers/${id}/tokens`;
      const oldest = ((await send({ url, bearer })).json as ShownToken[]).at(-1);
      assert.equal((await send({ method: 'DELETE', url: `${url}/${oldest?.id}`, bearer })).json, true);
      assert.deepEqual([await modules(first), await modules(second)], [401, 200]);
    } finally {
      await other.close();
    }
    const audit = (await send({ url: '/rest/V1/auditLog?searchCriteria=', bearer })).text;
    assert.match(audit, /adminUsers\\\/:id\\\/tokens\\\/:tokenId/);
  }));

test("tokens are ended by those who may, and nobody ends another user's through a wrong address", () =>
  withApplication(async (context) => {
    const { send } = context;
    const bearer = await firstAdminToken(context);
    const jane = await createCustomer(context, 'jane@example.com');
    const bob = await createCustomer(context, 'bob@example.com');
    const token = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    const [one] = (await send({ url: `/rest/V1/customers/${jane}/tokens`, bearer })).json as ShownToken[];
    const foreign = `/rest/V1/customers/${bob}/tokens/${one?.id}`;
    assert.equal((await send({ method: 'DELETE', url: foreign, bearer })).status, 404);
    const direct = `/rest/V1/customers/${jane}/tokens/${one?.id}`;
    assert.equal((await send({ method: 'DELETE', url: direct, bearer: token })).status, 401);
    assert.equal((await send({ url: '/rest/V1/customers/me', bearer: token })).status, 200);
  }));
