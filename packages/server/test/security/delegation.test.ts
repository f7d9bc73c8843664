import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestApplication, type TestResponse, withApplication } from '../application.ts';
import { createAdmin, firstAdminToken, PASSWORD, person, requestAdminToken, tokenOf } from '../people.ts';
import { activeIntegration, createIntegration, manage } from '../third-party.ts';
import { limitedCallers } from './callers.ts';

const READS = 'Magento_Customer::customer';
const MANAGES = ['Magento_User::acl_roles', 'Magento_User::acl_users', 'Magento_Integration::integrations', READS];

interface Scene {
  readonly context: TestApplication;
  readonly root: string;
  /** Sends as an admin who manages roles, users and integrations, and reads customers. */
  readonly manager: (method: string, path: string, body?: object) => Promise<TestResponse>;
}
const withManager = (work: (scene: Scene) => Promise<void>): Promise<void> =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    await createAdmin(context, root, 'manager', MANAGES);
    const bearer = tokenOf(await requestAdminToken(context, 'manager'));
    const manager: Scene['manager'] = (method, path, body = {}) =>
      context.send({ method, url: `/rest/V1/${path}`, bearer, ...(method === 'GET' ? {} : { body }) });
    await work({ context, root, manager });
  });

const lacked = ({ status, json }: TestResponse): string | null =>
  status === 401 ? ((json as { parameters: { resources: string } }).parameters.resources ?? '') : null;

test('nobody makes a role that grants more than they hold', () =>
  withManager(async ({ context, root, manager }) => {
    const role = (name: string, changes: object) => manager('POST', 'adminRoles', { role: { name, ...changes } });
    assert.equal(lacked(await role('all', { all_resources: true })), 'Magento_Backend::all');
    assert.equal(
      lacked(await role('list', { resources: [READS, 'Magento_Config::config'] })),
      'Magento_Config::config',
    );
    const made = await role('less', { resources: [READS] });
    assert.equal(made.status, 200, made.text);
    const { id } = made.json as { id: number };
    const more = { role: { resources: ['Magento_Customer::delete'] } };
    assert.equal(lacked(await manager('PUT', `adminRoles/${id}`, more)), 'Magento_Customer::delete');
    const { roleId } = await createAdmin(context, root, 'manager2', MANAGES);
    assert.equal(
      lacked(await manager('PUT', `adminRoles/${roleId}`, { role: { all_resources: true } })),
      'Magento_Backend::all',
    );
  }));

test('nobody gets at what others hold by their role or their password', () =>
  withManager(async ({ context, root, manager }) => {
    const strong = await createAdmin(context, root, 'strong', [READS, 'Magento_Config::config']);
    const user = (role_id: number) => ({ user: { ...person('puppet'), role_id } });
    assert.equal(lacked(await manager('POST', 'adminUsers', user(1))), 'Magento_Backend::all');
    assert.equal(lacked(await manager('POST', 'adminUsers', user(strong.roleId))), 'Magento_Config::config');
    const { id } = await createAdmin(context, root, 'weak', [READS]);
    assert.equal(lacked(await manager('PUT', `adminUsers/${id}`, { user: { role_id: 1 } })), 'Magento_Backend::all');
    const password = { user: { password: `${PASSWORD}2` } };
    assert.equal(lacked(await manager('PUT', `adminUsers/${strong.id}`, password)), 'Magento_Config::config');
    assert.equal(lacked(await manager('PUT', 'adminUsers/1', password)), 'Magento_Backend::all');
    assert.equal((await manager('PUT', `adminUsers/${id}`, password)).status, 200);
    assert.equal((await manager('PUT', `adminUsers/${strong.id}`, { user: { lastname: 'Other' } })).status, 200);
    await tokenOf(await requestAdminToken(context));
  }));

test('nobody gets at what an integration holds by its secrets, its tokens or its addresses', () =>
  withManager(async ({ context, root, manager }) => {
    const integration = { name: 'mine', all_resources: true };
    assert.equal(lacked(await manager('POST', 'integrations', { integration })), 'Magento_Backend::all');
    const { id } = await activeIntegration(context, root, { name: 'mighty' });
    const { id: sleeping } = await createIntegration(context, root, { name: 'sleeping', all_resources: true });
    const [{ id: token } = { id: 0 }] = (await manager('GET', `integrations/${id}/tokens`)).json as { id: number }[];
    for (const [method, path, body] of [
      ['GET', `integrations/${id}/credentials`],
      ['POST', `integrations/${id}/activate`],
      ['POST', `integrations/${sleeping}/activate`],
      ['POST', `integrations/${id}/reauthorize`],
      ['PUT', `integrations/${id}`, { integration: { endpoint: 'https://evil.example/callback' } }],
      ['POST', `integrations/${id}/tokens`, { token: { label: 'mine' } }],
      ['PUT', `integrations/${id}/tokens/${token}`, { token: { allowed_addresses: [] } }],
      ['POST', `integrations/${id}/tokens/${token}/rotate`],
    ] as const)
      assert.equal(lacked(await manager(method, path, body)), 'Magento_Backend::all', `${method} ${path}`);
    // Ending what somebody else may do hands nothing out.
    assert.equal((await manager('DELETE', `integrations/${id}/tokens/${token}`)).status, 200);
    assert.equal((await manager('DELETE', `integrations/${sleeping}`)).status, 200);
  }));

test('nobody has sent to a webhook what they may not read', () =>
  withManager(async ({ context, root, manager }) => {
    const { id } = await activeIntegration(context, root, { name: 'mighty' });
    const webhook = (event: string) => ({
      webhook: { integration_id: id, url: 'https://hooks.example/', events: [event] },
    });
    assert.equal((await manager('POST', 'webhooks', webhook('customer.created'))).status, 200);
    await createAdmin(context, root, 'blind', ['Magento_Integration::integrations']);
    const bearer = tokenOf(await requestAdminToken(context, 'blind'));
    const answer = await context.send({
      method: 'POST',
      url: '/rest/V1/webhooks',
      bearer,
      body: webhook('customer.created'),
    });
    assert.equal(lacked(answer), READS);
  }));

test('a token that is limited to addresses or store views hands out nothing without these limits', () =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    for (const limits of [{ allowed_addresses: ['127.0.0.0/8'] }, { store_ids: [0, 1] }]) {
      const name = Object.keys(limits)[0] ?? '';
      for (const { name: way, send } of await limitedCallers(context, root, name, limits)) {
        const all = await manage<{ items: { id: number; name: string }[] }>(context, root, {
          url: 'integrations?searchCriteria[pageSize]=100',
        });
        const { id } = all.items.find((one) => one.name === name) ?? { id: 0 };
        const tokens = await manage<{ id: number; label: string }[]>(context, root, {
          url: `integrations/${id}/tokens`,
        });
        const [own, labelled] = [tokens[0]?.id, tokens.findLast(({ label }) => label === name)?.id];
        const before = { tokens: tokens.length, integrations: all.items.length };
        const issue = { url: `/V1/integrations/${id}/tokens`, body: { token: { label: 'free' } } };
        const attempts: [string, object, string][] = [
          ['POST', issue.body, `integrations/${id}/tokens`],
          ['PUT', { token: { allowed_addresses: [], store_ids: [] } }, `integrations/${id}/tokens/${labelled}`],
          ['POST', {}, `integrations/${id}/tokens/${own}/rotate`],
          ['POST', { integration: { name: 'other', all_resources: true } }, 'integrations'],
          ['POST', { role: { name: 'other', all_resources: true } }, 'adminRoles'],
          ['POST', { user: { ...person('puppet'), role_id: 1 } }, 'adminUsers'],
        ];
        for (const [method, body, path] of attempts) {
          const answer = await send({ method, url: `/rest/V1/${path}`, body });
          assert.equal(answer.status, 403, `${way}: ${method} ${path}: ${answer.text}`);
          assert.match(answer.text, /is limited/, `${way}: ${method} ${path}`);
        }
        const aggregate = await send({
          method: 'POST',
          url: '/rest/V1/aggregate',
          body: { calls: [{ id: 'a', method: 'POST', ...issue }] },
        });
        assert.match(aggregate.text, /is limited/, way);
        // Nothing of this can be asked for asynchronously.
        const queued = await send({ method: 'POST', url: `/rest/async${issue.url}`, body: issue.body });
        assert.equal(queued.status, 404, queued.text);
        const after = await manage<{ items: object[] }>(context, root, {
          url: 'integrations?searchCriteria[pageSize]=100',
        });
        const left = await manage<object[]>(context, root, { url: `integrations/${id}/tokens` });
        assert.deepEqual({ tokens: left.length, integrations: after.items.length }, before, way);
      }
    }
  }));

test('a limited token is rotated by itself, and the new one has its limits', () =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    const [signing] = await limitedCallers(context, root, 'bound', { allowed_addresses: ['127.0.0.0/8'] });
    assert.ok(signing !== undefined);
    const [{ id } = { id: 0 }] = (
      await manage<{ items: { id: number }[] }>(context, root, { url: 'integrations?searchCriteria[pageSize]=1' })
    ).items;
    const tokens = await manage<{ id: number; label: string }[]>(context, root, { url: `integrations/${id}/tokens` });
    const own = tokens.find(({ label }) => label === 'bound');
    const answer = await signing.send({
      method: 'POST',
      url: `/rest/V1/integrations/${id}/tokens/${own?.id}/rotate`,
      body: {},
    });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual((answer.json as { allowed_addresses: string[] }).allowed_addresses, ['127.0.0.0/8']);
  }));
