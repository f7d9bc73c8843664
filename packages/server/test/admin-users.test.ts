import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensureFirstAdmin } from '@tessera/modules';
import { createApplication } from '../src/application.ts';
import { type TestApplication, withApplication } from './application.ts';
import { createAdmin, firstAdminToken, PASSWORD, person, requestAdminToken, tokenOf, whoAmI } from './people.ts';

const client = ({ send }: TestApplication, bearer: string) => {
  const call = (method: string) => (path: string, body?: unknown) =>
    send({ method, url: `/rest/V1${path}`, bearer, ...(body === undefined ? {} : { body }) });
  return { get: call('GET'), post: call('POST'), put: call('PUT'), del: call('DELETE') };
};
const message = (response: { json: unknown }): string => (response.json as { message: string }).message;

test('the first start makes one admin user with all resources, with a password of its own where none is given', () =>
  withApplication(async (context) => {
    const first = await ensureFirstAdmin(context.call(), {});
    assert.equal(first?.username, 'admin');
    assert.ok(first.generatedPassword !== null && first.generatedPassword.length >= 20);
    const bearer = tokenOf(await requestAdminToken(context, 'admin', first.generatedPassword));
    assert.equal((await client(context, bearer).get('/store/websites')).status, 200);
    assert.equal(await ensureFirstAdmin(context.call(), { username: 'other', password: PASSWORD }), null);
  }));

test('the first admin user is the one that the environment names, and its password has to be a good one', () =>
  withApplication(async (context) => {
    await assert.rejects(ensureFirstAdmin(context.call(), { username: 'boss', password: 'short' }));
    const first = await ensureFirstAdmin(context.call(), { username: 'boss', password: PASSWORD });
    assert.deepEqual(first, { username: 'boss', generatedPassword: null });
    tokenOf(await requestAdminToken(context, 'boss'));
  }));

test('two processes that start together make one admin user', () =>
  withApplication(async (context) => {
    const made = await Promise.all([1, 2, 3].map(() => ensureFirstAdmin(context.call(), { password: PASSWORD })));
    assert.equal(made.filter((admin) => admin !== null).length, 1);
  }));

test('a role is created, read, found, changed and deleted', () =>
  withApplication(async (context) => {
    const { get, post, put, del } = client(context, await firstAdminToken(context));
    const created = await post('/adminRoles', { role: { name: 'Catalog', resources: ['Magento_Catalog::products'] } });
    const role = created.json as { id: number; created_at: string };
    assert.equal(role.id, 2);
    assert.deepEqual(created.json, {
      id: 2,
      name: 'Catalog',
      all_resources: false,
      resources: ['Magento_Catalog::products'],
      created_at: role.created_at,
      updated_at: role.created_at,
    });
    assert.deepEqual((await get('/adminRoles/2')).json, created.json);
    const search =
      '?searchCriteria[filter_groups][0][filters][0][field]=name&searchCriteria[filter_groups][0][filters][0][value]=catalog';
    const found = (await get(`/adminRoles${search}`)).json as { items: unknown[]; total_count: number };
    assert.deepEqual(found.items, [created.json]);
    assert.equal(found.total_count, 1);

    const renamed = (await put('/adminRoles/2', { role: { name: 'Products' } })).json;
    assert.deepEqual(renamed, { ...(created.json as object), name: 'Products' });
    const replaced = await put('/adminRoles/2', { role: { resources: ['Magento_Backend::store'] } });
    assert.deepEqual((replaced.json as { resources: string[] }).resources, ['Magento_Backend::store']);
    const all = (await put('/adminRoles/2', { role: { all_resources: true } })).json as {
      all_resources: boolean;
      resources: string[];
    };
    assert.deepEqual([all.all_resources, all.resources], [true, ['Magento_Backend::all']]);
    const none = (await put('/adminRoles/2', { role: { all_resources: false } })).json as {
      all_resources: boolean;
      resources: string[];
    };
    assert.deepEqual([none.all_resources, none.resources], [false, []]);

    assert.equal((await del('/adminRoles/2')).json, true);
    assert.equal((await get('/adminRoles/2')).status, 404);
    assert.equal((await del('/adminRoles/2')).status, 404);
  }));

test('a role with a missing or taken name or an unknown resource is refused, and nothing is kept', () =>
  withApplication(async (context) => {
    const { get, post, put } = client(context, await firstAdminToken(context));
    const refused = async (role: object, text: string): Promise<void> => {
      const response = await post('/adminRoles', { role });
      assert.deepEqual([response.status, message(response)], [400, text]);
    };
    await refused({ resources: [] }, '"%fieldName" is required. Enter and try again.');
    await refused({ name: ' ' }, '"%fieldName" is required. Enter and try again.');
    await refused({ name: 'ADMINISTRATORS' }, 'The role with name "%name" exists.');
    await refused({ name: 'x', resources: ['Magento_Nope::nope'] }, 'The ACL resource "%resource" does not exist.');
    await refused({ name: 'x', resources: ['self'] }, 'The ACL resource "%resource" does not exist.');
    assert.equal((await post('/adminRoles', { role: { name: 'x', colour: 1 } })).status, 400);
    assert.equal((await put('/adminRoles/1', { role: { resources: ['nope'] } })).status, 400);
    assert.equal(((await get('/adminRoles?searchCriteria=')).json as { total_count: number }).total_count, 1);
  }));

test('an admin user is created, read, found, changed and deleted, and its password never comes back', () =>
  withApplication(async (context) => {
    const { get, post, put, del } = client(context, await firstAdminToken(context));
    const created = await post('/adminUsers', { user: { ...person('bob'), role_id: 1 } });
    assert.equal(created.status, 200);
    const { created_at, updated_at, ...user } = created.json as Record<string, unknown>;
    assert.deepEqual(user, {
      ...{ id: 2, username: 'bob', email: 'bob@example.com', firstname: 'F', lastname: 'L', role_id: 1, is_active: 1 },
    });
    assert.equal(created_at, updated_at);
    assert.deepEqual((await get('/adminUsers/2')).json, created.json);
    const search =
      '?searchCriteria[filter_groups][0][filters][0][field]=username&searchCriteria[filter_groups][0][filters][0][value]=BOB';
    const found = (await get(`/adminUsers${search}`)).text;
    assert.match(found, /"total_count":1/);
    assert.doesNotMatch(found, /password|argon2/);

    const renamed = (await put('/adminUsers/2', { user: { firstname: 'Robert' } })).json as Record<string, unknown>;
    assert.deepEqual([renamed['firstname'], renamed['username']], ['Robert', 'bob']);
    await put('/adminUsers/2', { user: { password: 'Other456!y' } });
    assert.equal((await requestAdminToken(context, 'bob')).status, 401);
    tokenOf(await requestAdminToken(context, 'bob', 'Other456!y'));

    assert.equal((await del('/adminUsers/2')).json, true);
    assert.equal((await get('/adminUsers/2')).status, 404);
    assert.equal((await requestAdminToken(context, 'bob', 'Other456!y')).status, 401);
  }));

test('user names and addresses are unique, letter case aside', () =>
  withApplication(async (context) => {
    const { post, put } = client(context, await firstAdminToken(context));
    const bob = { ...person('bob'), role_id: 1 };
    assert.equal((await post('/adminUsers', { user: bob })).status, 200);
    assert.equal(
      (await post('/adminUsers', { user: { ...bob, username: 'BOB', email: 'o@example.com' } })).status,
      400,
    );
    assert.equal(
      (await post('/adminUsers', { user: { ...bob, username: 'b2', email: 'BOB@example.com' } })).status,
      400,
    );
    assert.equal((await put('/adminUsers/1', { user: { username: 'Bob' } })).status, 400);
    assert.equal((await put('/adminUsers/2', { user: { username: 'Bob' } })).status, 200);
    const both = await Promise.all(
      ['eve', 'EVE'].map((username) => post('/adminUsers', { user: { ...person('eve'), username, role_id: 1 } })),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400]);
  }));

test('what an admin user needs is asked for by name, and a weak password is refused', () =>
  withApplication(async (context) => {
    const { post } = client(context, await firstAdminToken(context));
    const bob: Record<string, unknown> = { ...person('bob'), role_id: 1 };
    for (const fieldName of ['username', 'password', 'email', 'firstname', 'lastname', 'role_id']) {
      const { [fieldName]: _, ...rest } = bob;
      const response = await post('/adminUsers', { user: rest });
      assert.deepEqual(response.json, {
        message: '"%fieldName" is required. Enter and try again.',
        parameters: { fieldName },
      });
    }
    for (const password of ['a1', 'abcdefgh', '12345678', 'x1'.repeat(200)])
      assert.equal((await post('/adminUsers', { user: { ...bob, password } })).status, 400, password);
    assert.equal((await post('/adminUsers', { user: { ...bob, email: 'nope' } })).status, 400);
    assert.equal((await post('/adminUsers', { user: { ...bob, username: 'x'.repeat(41) } })).status, 400);
    assert.equal((await post('/adminUsers', { user: { ...bob, role_id: 99 } })).status, 404);
  }));

test('grants of a role hold at once, also in another process', () =>
  withApplication(
    async (context) => {
      const bearer = await firstAdminToken(context);
      const { roleId } = await createAdmin(context, bearer, 'limited', ['Magento_Backend::store']);
      const limited = tokenOf(await requestAdminToken(context, 'limited'));
      const other = await createApplication({
        database: context.database,
        varFolder: context.varFolder,
        basePath: '',
        keys: context.call().ports.keys,
        modules: [whoAmI],
        log: { error: () => {}, info: () => {} },
      });
      const elsewhere = async (): Promise<number> => {
        const request = {
          method: 'GET',
          url: '/rest/V1/whoami/stores',
          headers: { authorization: `Bearer ${limited}` },
        };
        const address = { remoteAddress: '127.0.0.1', scheme: 'http', host: 'localhost' } as const;
        return (await other.handle({ ...request, ...address, body: async () => Buffer.alloc(0) })).status;
      };
      const eventually = async (status: number): Promise<void> => {
        for (let i = 0; i < 100 && (await elsewhere()) !== status; i++)
          await new Promise((done) => setTimeout(done, 10));
        assert.equal(await elsewhere(), status);
      };
      try {
        assert.equal(await elsewhere(), 200);
        const { put, del } = client(context, bearer);
        await put(`/adminRoles/${roleId}`, { role: { resources: [] } });
        assert.equal((await client(context, limited).get('/whoami/stores')).status, 401);
        await eventually(401);
        await put(`/adminRoles/${roleId}`, { role: { all_resources: true } });
        await eventually(200);
        await del(`/adminRoles/${roleId}`);
        await eventually(401);
      } finally {
        await other.close();
      }
    },
    { modules: [whoAmI] },
  ));

test('a parent resource does not give its children', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    await createAdmin(context, bearer, 'parent', ['Magento_User::acl']);
    const parent = client(context, tokenOf(await requestAdminToken(context, 'parent')));
    assert.equal((await parent.get('/adminUsers?searchCriteria=')).status, 401);
  }));

test('an admin user cannot delete or deactivate itself, nor delete its own role', () =>
  withApplication(async (context) => {
    const { put, del } = client(context, await firstAdminToken(context));
    await createAdmin(context, tokenOf(await requestAdminToken(context)), 'second', 'all');
    assert.equal(message(await del('/adminUsers/1')), 'You cannot delete or deactivate your own account.');
    assert.equal((await put('/adminUsers/1', { user: { is_active: 0 } })).status, 400);
    assert.equal((await del('/adminRoles/1')).status, 400);
    tokenOf(await requestAdminToken(context));
  }));

test('the last active user with all resources keeps them', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { post, put, del } = client(context, bearer);
    const last = 'At least one active user must keep all resources.';
    assert.equal(message(await put('/adminRoles/1', { role: { all_resources: false } })), last);
    assert.equal((await post('/adminRoles', { role: { name: 'nothing', resources: [] } })).status, 200);
    assert.equal(message(await put('/adminUsers/1', { user: { role_id: 2 } })), last);
    // Somebody who may manage users only cannot do it either.
    await createAdmin(context, bearer, 'hr', ['Magento_User::acl_users', 'Magento_User::acl_roles']);
    const hr = client(context, tokenOf(await requestAdminToken(context, 'hr')));
    assert.equal(message(await hr.del('/adminUsers/1')), last);
    assert.equal(message(await hr.put('/adminUsers/1', { user: { is_active: 0 } })), last);
    assert.equal(message(await hr.del('/adminRoles/1')), last);
    // With a second one, the first may go.
    await createAdmin(context, bearer, 'second', 'all');
    assert.equal((await hr.del('/adminUsers/1')).json, true);
    assert.equal((await del('/adminUsers/2')).status, 401);
  }));

test('of two administrators who deactivate each other at once, one stays', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id } = await createAdmin(context, bearer, 'second', 'all');
    const second = client(context, tokenOf(await requestAdminToken(context, 'second')));
    const results = await Promise.all([
      client(context, bearer).put(`/adminUsers/${id}`, { user: { is_active: 0 } }),
      second.put('/adminUsers/1', { user: { is_active: 0 } }),
    ]);
    assert.equal(results.filter(({ status }) => status === 200).length, 1);
  }));

test('an admin user whose role was deleted gets no token', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { roleId } = await createAdmin(context, bearer, 'lost', ['Magento_Backend::store']);
    await client(context, bearer).del(`/adminRoles/${roleId}`);
    const response = await requestAdminToken(context, 'lost');
    assert.deepEqual([response.status, message(response)], [401, 'More permissions are needed to access this.']);
  }));
