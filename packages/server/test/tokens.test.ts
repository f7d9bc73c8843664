import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createApplication } from '../src/application.ts';
import { type TestApplication, withApplication } from './application.ts';
import {
  createAdmin,
  createCustomer,
  firstAdminToken,
  PASSWORD,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
  whoAmI,
} from './people.ts';

const withPeople = (work: (context: TestApplication) => Promise<void>) => withApplication(work, { modules: [whoAmI] });
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, number>;
const who = async ({ send }: TestApplication, authorization: string) =>
  (await send({ url: '/rest/V1/whoami', headers: { authorization } })).json as { kind: string; id: number };
const kindOf = async (context: TestApplication, token: string) => (await who(context, `Bearer ${token}`)).kind;
const setting = (context: TestApplication, bearer: string, path: string, value: string) =>
  context.send({ method: 'PUT', url: '/rest/V1/config', bearer, body: { path, value } });

test('an admin token names the user, lasts an hour and opens what the role allows', () =>
  withPeople(async (context) => {
    const token = await firstAdminToken(context);
    const { uid, utypid, iat = 0, exp = 0 } = claimsOf(token);
    assert.deepEqual([uid, utypid, exp - iat], [1, 2, 3600]);
    assert.equal(iat, Math.floor(context.clock.now / 1000));
    assert.deepEqual(await who(context, `Bearer ${token}`), { kind: 'admin', id: 1, proof: 'token' });
    assert.equal((await context.send({ url: '/rest/V1/store/websites', bearer: token })).status, 200);
  }));

test('a customer token names the customer and opens what is its own, at the stores of its website', () =>
  withPeople(async (context) => {
    const id = await createCustomer(context, 'jane@example.com');
    const token = tokenOf(await requestCustomerToken(context, 'JANE@example.com'));
    const { uid, utypid, iat = 0, exp = 0 } = claimsOf(token);
    assert.deepEqual([uid, utypid, exp - iat], [id, 3, 3600]);
    assert.equal((await context.send({ url: '/rest/V1/whoami/self', bearer: token })).json, id);
    assert.equal((await context.send({ url: '/rest/all/V1/whoami/self', bearer: token })).status, 401);
    assert.equal((await context.send({ url: '/rest/V1/store/websites', bearer: token })).status, 401);
  }));

test('customers sign in at their own website, and at `all` those of the default one', () =>
  withPeople(async (context) => {
    const bearer = await firstAdminToken(context);
    const make = (what: string, body: object) =>
      context.send({ method: 'POST', url: `/rest/V1/store/${what}`, bearer, body });
    await make('websites', { website: { code: 'b2b', name: 'B2B' } });
    await make('storeGroups', { group: { website_id: 2, name: 'B2B', code: 'b2b_group', root_category_id: 2 } });
    await make('storeViews', { store: { code: 'b2b_en', name: 'B2B', store_group_id: 2, is_active: 1 } });
    await createCustomer(context, 'jane@example.com');
    await createCustomer(context, 'bob@example.com', { websiteId: 2, storeId: 2 });
    const status = async (email: string, store: string) =>
      (await requestCustomerToken(context, email, undefined, store)).status;
    assert.deepEqual(
      [
        await status('jane@example.com', ''),
        await status('jane@example.com', 'all/'),
        await status('jane@example.com', 'b2b_en/'),
      ],
      [200, 200, 401],
    );
    assert.deepEqual(
      [
        await status('bob@example.com', ''),
        await status('bob@example.com', 'all/'),
        await status('bob@example.com', 'b2b_en/'),
      ],
      [401, 401, 200],
    );
    const bob = tokenOf(await requestCustomerToken(context, 'bob@example.com', undefined, 'b2b_en/'));
    const self = async (store: string) =>
      (await context.send({ url: `/rest/${store}V1/whoami/self`, bearer: bob })).status;
    assert.deepEqual([await self('b2b_en/'), await self('default/'), await self('all/')], [200, 401, 401]);
  }));

test('a bearer that is junk, expired or of another installation is ignored, never an error', () =>
  withPeople(async (context) => {
    const token = await firstAdminToken(context);
    for (const authorization of [
      'Bearer junk',
      `Bearer ${token}x`,
      `Bearer  ${token}`,
      `Bearer ${token} x`,
      `Basic ${token}`,
      token,
      'Bearer',
      'Bearer a.b.c',
    ])
      assert.equal((await who(context, authorization)).kind, 'guest', authorization);
    assert.equal((await who(context, `bearer ${token}`)).kind, 'admin');
    await withApplication(
      async (other) => {
        await firstAdminToken(other);
        assert.equal(await kindOf(other, token), 'guest');
      },
      { modules: [whoAmI] },
    );
    context.clock.now += 3_599_000;
    assert.equal(await kindOf(context, token), 'admin');
    context.clock.now += 1000;
    assert.equal(await kindOf(context, token), 'guest');
    assert.equal((await context.send({ url: '/rest/V1/store/websites', bearer: token })).status, 401);
  }));

test('lifetimes follow the settings in minutes, and zero or less counts as 30', () =>
  withPeople(async (context) => {
    const bearer = await firstAdminToken(context);
    await createCustomer(context, 'jane@example.com');
    const lifetime = (token: string): number => (claimsOf(token)['exp'] ?? 0) - (claimsOf(token)['iat'] ?? 0);
    await setting(context, bearer, 'webapi/jwtauth/customer_expiration', '5');
    assert.equal(lifetime(tokenOf(await requestCustomerToken(context, 'jane@example.com'))), 300);
    await setting(context, bearer, 'webapi/jwtauth/admin_expiration', '240');
    assert.equal(lifetime(tokenOf(await requestAdminToken(context))), 14_400);
    for (const value of ['0', '-5']) {
      await setting(context, bearer, 'webapi/jwtauth/admin_expiration', value);
      assert.equal(lifetime(tokenOf(await requestAdminToken(context))), 1800);
    }
  }));

test('once another algorithm is set, tokens of the earlier one are no longer accepted', () =>
  withPeople(async (context) => {
    const before = await firstAdminToken(context);
    assert.equal((await setting(context, before, 'webapi/jwtauth/jwt_alg', 'none')).status, 400);
    assert.equal((await setting(context, before, 'webapi/jwtauth/jwt_alg', 'HS512')).status, 200);
    assert.equal(await kindOf(context, before), 'guest');
    const after = tokenOf(await requestAdminToken(context));
    assert.deepEqual(JSON.parse(Buffer.from(after.split('.')[0] ?? '', 'base64url').toString()), {
      kid: '1',
      alg: 'HS512',
    });
    assert.equal(await kindOf(context, after), 'admin');
  }));

test('with a new master key, tokens of the old one go on and new ones name the new key', () =>
  withPeople(async (context) => {
    const old = await firstAdminToken(context);
    const { keys } = context.call().ports;
    const rotated = await createApplication({
      ...{ database: context.database, varFolder: context.varFolder, basePath: '', modules: [whoAmI] },
      keys: [...keys, randomBytes(32)],
      now: () => context.clock.now,
      log: { error: () => {}, info: () => {} },
    });
    try {
      const send = async (method: string, url: string, headers: Record<string, string>, body = '') => {
        const address = { remoteAddress: '', scheme: 'http', host: 'localhost' } as const;
        const length = { 'content-length': String(body.length), 'content-type': 'application/json' };
        const response = await rotated.handle({
          method,
          url,
          ...address,
          headers: { ...length, ...headers },
          body: async () => Buffer.from(body),
        });
        return response.body.toString();
      };
      assert.match(await send('GET', '/rest/V1/whoami', { authorization: `Bearer ${old}` }), /"kind":"admin"/);
      const fresh = await send(
        'POST',
        '/rest/V1/integration/admin/token',
        {},
        JSON.stringify({ username: 'admin', password: PASSWORD }),
      );
      assert.match(Buffer.from(fresh.slice(1).split('.')[0] ?? '', 'base64url').toString(), /"kid":"2"/);
      assert.equal(await kindOf(context, JSON.parse(fresh) as string), 'guest');
    } finally {
      await rotated.close();
    }
  }));

test('revoking ends all tokens of the customer and of nobody else; a later token is good', () =>
  withPeople(async (context) => {
    await createCustomer(context, 'jane@example.com');
    await createCustomer(context, 'bob@example.com');
    const [first, second, bob] = [
      tokenOf(await requestCustomerToken(context, 'jane@example.com')),
      tokenOf(await requestCustomerToken(context, 'jane@example.com', undefined, 'all/')),
      tokenOf(await requestCustomerToken(context, 'bob@example.com')),
    ];
    const revoke = (bearer: string) =>
      context.send({ method: 'POST', url: '/rest/V1/integration/customer/revoke-customer-token', bearer });
    assert.equal((await revoke(first)).json, true);
    for (const token of [first, second]) assert.equal(await kindOf(context, token), 'guest');
    assert.equal((await revoke(first)).status, 401);
    assert.equal(await kindOf(context, bob), 'customer');
    // Tokens have seconds, so one of the same second is dead as well.
    assert.equal(await kindOf(context, tokenOf(await requestCustomerToken(context, 'jane@example.com'))), 'guest');
    context.clock.now += 1000;
    assert.equal(await kindOf(context, tokenOf(await requestCustomerToken(context, 'jane@example.com'))), 'customer');
  }));

test('a customer cannot revoke the tokens of another by naming it', () =>
  withPeople(async (context) => {
    await createCustomer(context, 'jane@example.com');
    const bob = await createCustomer(context, 'bob@example.com');
    const jane = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    const bobs = tokenOf(await requestCustomerToken(context, 'bob@example.com'));
    const url = `/rest/V1/integration/customer/revoke-customer-token?customerId=${bob}&customer_id=${bob}`;
    await context.send({
      method: 'POST',
      url,
      bearer: jane,
      body: { customerId: bob, customer_id: bob, CustomerID: bob },
    });
    assert.equal(await kindOf(context, bobs), 'customer');
    assert.equal(await kindOf(context, jane), 'guest');
  }));

test('deactivating, deleting or giving another password to an admin user ends its tokens for good', () =>
  withPeople(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id } = await createAdmin(context, bearer, 'bob', ['Magento_Backend::store']);
    const change = (user: object) =>
      context.send({ method: 'PUT', url: `/rest/V1/adminUsers/${id}`, bearer, body: { user } });
    const first = tokenOf(await requestAdminToken(context, 'bob'));
    await change({ is_active: 0 });
    assert.equal(await kindOf(context, first), 'guest');
    assert.equal((await requestAdminToken(context, 'bob')).status, 401);
    context.clock.now += 1000;
    await change({ is_active: 1 });
    assert.equal(await kindOf(context, first), 'guest');
    const second = tokenOf(await requestAdminToken(context, 'bob'));
    assert.equal(await kindOf(context, second), 'admin');
    await change({ firstname: 'Robert' });
    assert.equal(await kindOf(context, second), 'admin');
    await change({ password: 'Other456!y' });
    assert.equal(await kindOf(context, second), 'guest');
    context.clock.now += 1000;
    const third = tokenOf(await requestAdminToken(context, 'bob', 'Other456!y'));
    await context.send({ method: 'DELETE', url: `/rest/V1/adminUsers/${id}`, bearer });
    assert.equal(await kindOf(context, third), 'guest');
  }));

test('a customer who was deleted has no tokens any more', () =>
  withPeople(async (context) => {
    const id = await createCustomer(context, 'jane@example.com');
    const token = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    await context.call().db.query.deleteFrom('customer').where('id', '=', id).execute();
    assert.equal(await kindOf(context, token), 'guest');
  }));

test('credentials are asked for by name, and an empty one is a missing one', () =>
  withPeople(async ({ send }) => {
    const ask = async (body: unknown) =>
      (await send({ method: 'POST', url: '/rest/V1/integration/admin/token', body })).json;
    const required = (fieldName: string) => ({
      message: '"%fieldName" is required. Enter and try again.',
      parameters: { fieldName },
    });
    assert.deepEqual(await ask({ username: 'admin', password: '' }), required('password'));
    assert.deepEqual(await ask({ username: '', password: 'x' }), required('username'));
    assert.deepEqual(await ask({ username: '', password: '' }), {
      message: 'One or more input exceptions have occurred.',
      errors: [required('username'), required('password')],
    });
  }));

test('an admin token costs no query: it goes on while nothing can be read from the database', () =>
  withPeople(async (context) => {
    const bearer = await firstAdminToken(context);
    const { db } = context.call();
    const asked: string[] = [];
    const contexts = context.application.kernel.callers.rest;
    const spied = {
      ...db,
      run: () => {
        asked.push('run');
        throw new Error('no query expected');
      },
    };
    const query = new Proxy(db.query, {
      get: () => {
        asked.push('query');
        throw new Error('no query expected');
      },
    });
    const request = {
      headers: { authorization: `Bearer ${bearer}` },
      method: 'GET',
      url: '/',
      remoteAddress: '',
      scheme: 'http',
      host: '',
      body: async () => Buffer.alloc(0),
    } as const;
    const caller = await contexts[0]?.identify(request, context.call({ db: { ...spied, query } as typeof db }));
    assert.equal(caller?.kind, 'admin');
    assert.deepEqual(asked, []);
  }));
