import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAdmin, requestAdminToken, tokenOf } from './people.ts';
import { activeIntegration, manage, signed } from './third-party.ts';
import {
  CUSTOMER,
  createCustomer,
  deliver,
  deliveries,
  MINUTE,
  type ShownWebhook,
  subscribe,
  verified,
  withEndpoint,
} from './webhook-endpoint.ts';

test('an integration hears of the customers that it may read, in the Standard Webhooks format', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, callback } = setting;
    const events = ['customer.created', 'customer.updated', 'customer.deleted'];
    const { secret, ...shown } = await subscribe(setting, { events, description: 'CRM' });
    assert.match(secret ?? '', /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(shown.events, events.toSorted());
    const { id } = await createCustomer(setting);
    const customer = await manage<object>(context, bearer, { url: `customers/${id}` });
    await manage(context, bearer, {
      method: 'PUT',
      url: `customers/${id}`,
      body: { customer: { ...CUSTOMER, id, website_id: 1, firstname: 'Joan' } },
    });
    await manage(context, bearer, { method: 'DELETE', url: `customers/${id}` });
    assert.equal(await deliver(setting), 3);
    const messages = callback.received.map((received) => verified(received, secret));
    const byType = new Map(messages.map((message) => [message.type, message]));
    assert.deepEqual([...byType.keys()].sort(), events.toSorted());
    assert.deepEqual(byType.get('customer.created')?.data, customer);
    assert.equal(byType.get('customer.updated')?.data['firstname'], 'Joan');
    assert.equal(byType.get('customer.deleted')?.data['id'], id);
    assert.equal(byType.get('customer.created')?.timestamp, new Date(context.clock.now).toISOString());
    const log = await deliveries(setting);
    assert.deepEqual(
      log.map((entry) => [entry.id, entry.status, entry.attempts.length, entry.attempts[0]?.http_status]),
      [
        [3, 'delivered', 1, 200],
        [2, 'delivered', 1, 200],
        [1, 'delivered', 1, 200],
      ],
    );
    assert.equal(await deliver(setting), 0);
  }));

test('the secret is shown once, and lies encrypted in the database', () =>
  withEndpoint(async (setting) => {
    const { context, bearer } = setting;
    const { secret = '' } = await subscribe(setting);
    for (const url of ['webhooks', 'webhooks/1', 'webhooks/1/deliveries'])
      assert.equal((await context.send({ url: `/rest/V1/${url}`, bearer })).text.includes('whsec_'), false, url);
    const row = await context.call().db.query.selectFrom('webhook').select('secret').executeTakeFirstOrThrow();
    assert.match(row.secret, /^v1\./);
    assert.equal(row.secret.includes(secret.slice(6)), false);
  }));

test('integrations are told of as well, to those who may read them', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, callback } = setting;
    const watcher = await activeIntegration(context, bearer, { name: 'Watcher' });
    const events = ['created', 'activated', 'reauthorized', 'deleted'].map((kind) => `integration.${kind}`);
    const { secret } = await subscribe({ ...setting, token: watcher.credentials.token }, { events });
    const { id } = await activeIntegration(context, bearer, { name: 'Watched' });
    await manage(context, bearer, { method: 'POST', url: `integrations/${id}/activate`, body: {} });
    await manage(context, bearer, { method: 'POST', url: `integrations/${id}/reauthorize`, body: {} });
    await manage(context, bearer, { method: 'DELETE', url: `integrations/${id}` });
    await deliver(setting);
    const messages = callback.received.map((received) => verified(received, secret));
    assert.deepEqual(messages.map((message) => message.type).sort(), events.toSorted());
    for (const { data } of messages) assert.equal(data['name'], 'Watched');
    assert.equal(
      callback.received.some(({ body }) => /"(consumer_secret|access_token)/.test(body)),
      false,
    );
  }));

test('a change of what an integration may do, and of each of its tokens, is told of, without secrets', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, callback } = setting;
    const watcher = await activeIntegration(context, bearer, { name: 'Watcher' });
    const kinds = ['updated', 'token_issued', 'token_changed', 'token_rotated', 'token_revoked'];
    const events = kinds.map((kind) => `integration.${kind}`);
    const { secret } = await subscribe({ ...setting, token: watcher.credentials.token }, { events });
    const { id } = await activeIntegration(context, bearer, { name: 'Watched' });
    const ask = <T>(method: string, url: string, body?: object) =>
      manage<T>(context, bearer, { method, url: `integrations/${id}${url}`, ...(body === undefined ? {} : { body }) });
    await ask('PUT', '', { integration: { all_resources: false, resources: ['Magento_Customer::customer'] } });
    const token = await ask<{ id: number }>('POST', '/tokens', { token: { label: 'Warehouse' } });
    await ask('PUT', `/tokens/${token.id}`, { token: { read_only: true } });
    const next = await ask<{ id: number }>('POST', `/tokens/${token.id}/rotate`, { overlapSeconds: 60 });
    await ask('DELETE', `/tokens/${next.id}`);
    await deliver(setting);
    const messages = new Map(
      callback.received.map((received) => verified(received, secret)).map((m) => [m.type, m.data]),
    );
    assert.deepEqual([...messages.keys()].toSorted(), events.toSorted());
    const revoked = messages.get('integration.token_revoked') as { integration_id: number; token: object };
    assert.equal(revoked.integration_id, id);
    assert.deepEqual(
      { ...revoked.token, created_at: '' },
      {
        ...{
          id: next.id,
          label: 'Warehouse',
          state: 'revoked',
          expires_at: null,
          ends_at: null,
          allowed_addresses: [],
        },
        ...{ store_ids: [], read_only: true, created_at: '', last_used_at: null },
      },
    );
    for (const { body } of callback.received) assert.doesNotMatch(body, /"access_token(_secret)?":"/);
  }));

test('an event needs the grant that reading the object needs: when subscribing and when delivering', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, token, id, callback } = setting;
    const refused = await context.send({
      method: 'POST',
      url: '/rest/V1/webhooks',
      bearer: token,
      body: { webhook: { url: `${callback.origin}/hook`, events: ['customer.created', 'integration.created'] } },
    });
    assert.deepEqual(
      [refused.status, refused.json],
      [
        400,
        {
          message: 'The event "%1" needs the resource %2, which the integration is not granted.',
          parameters: ['integration.created', 'Magento_Integration::integrations'],
        },
      ],
    );
    await subscribe(setting);
    await createCustomer(setting);
    const grant = (resources: readonly string[]) =>
      manage(context, bearer, { method: 'PUT', url: `integrations/${id}`, body: { integration: { resources } } });
    await grant(['Magento_Sales::actions_view']);
    await deliver(setting);
    assert.equal(callback.received.length, 0);
    const [withheld] = await deliveries(setting);
    assert.equal(withheld?.status, 'withheld');
    assert.match(withheld?.attempts[0]?.detail ?? '', /not granted Magento_Customer::customer/);
    await grant(['Magento_Customer::customer']);
    await manage(context, token, { method: 'POST', url: 'webhooks/deliveries/1/redeliver', body: {} });
    await deliver(setting);
    assert.equal(callback.received.length, 1);
  }));

test('an integration manages its own webhooks only; an admin needs the right to manage integrations', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, id, callback } = setting;
    await subscribe(setting);
    const other = await activeIntegration(context, bearer, { name: 'Other' });
    const asOther = (request: { method?: string; url: string; body?: object }) =>
      context.send(signed(context, other.credentials, { ...request, url: `/rest/V1/${request.url}` }));
    assert.deepEqual((await asOther({ url: 'webhooks' })).json, []);
    for (const [method, url] of [
      ['GET', 'webhooks/1'],
      ['DELETE', 'webhooks/1'],
      ['GET', 'webhooks/1/deliveries'],
      ['POST', 'webhooks/1/test'],
    ] as const)
      assert.equal((await asOther({ method, url, ...(method === 'POST' ? { body: {} } : {}) })).status, 404, url);
    const target = { url: `${callback.origin}/hook`, events: ['customer.created'], integration_id: id };
    assert.equal((await asOther({ method: 'POST', url: 'webhooks', body: { webhook: target } })).status, 400);

    const create = (token: string, webhook: object) =>
      context.send({ method: 'POST', url: '/rest/V1/webhooks', bearer: token, body: { webhook } });
    await createAdmin(context, bearer, 'clerk', ['Magento_Customer::customer']);
    const clerk = tokenOf(await requestAdminToken(context, 'clerk'));
    assert.equal((await create(clerk, target)).status, 401);
    assert.equal((await context.send({ url: '/rest/V1/webhooks', bearer: clerk })).status, 401);
    assert.equal((await context.send({ url: '/rest/V1/webhooks' })).status, 401);
    assert.equal((await create(bearer, { ...target, integration_id: undefined })).status, 400);
    assert.equal((await create(bearer, { ...target, integration_id: 999 })).status, 404);
    assert.equal((await create(bearer, target)).status, 200);
    const all = await manage<ShownWebhook[]>(context, bearer, { url: `webhooks?integrationId=${id}` });
    assert.equal(all.length, 2);
    assert.equal(await manage(context, bearer, { method: 'DELETE', url: 'webhooks/1' }), true);
  }));

test('the events that there are can be listed, with what each needs', () =>
  withEndpoint(async ({ context, bearer, token }) => {
    type Event = { name: string; resource: string; granted?: boolean };
    const own = await manage<Event[]>(context, token, { url: 'webhooks/events' });
    assert.deepEqual(
      own.filter((event) => event.granted === true).map((event) => event.name),
      ['customer.created', 'customer.updated', 'customer.deleted'],
    );
    assert.equal((await manage<Event[]>(context, bearer, { url: 'webhooks/events' })).length, own.length);
  }));

test('bad input is answered with 400 and a reason', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, token } = setting;
    const refused = async (webhook: object): Promise<string> => {
      const { status, json } = await context.send({
        method: 'POST',
        url: '/rest/V1/webhooks',
        bearer: token,
        body: { webhook },
      });
      return `${status} ${(json as { message: string }).message}`;
    };
    const events = ['customer.created'];
    assert.match(await refused({ events }), /^400 "%fieldName" is required/);
    assert.match(await refused({ url: 'https://crm.example/' }), /^400 "%fieldName" is required/);
    assert.match(await refused({ url: 'https://crm.example/', events: [] }), /^400 "%fieldName" is required/);
    assert.match(await refused({ url: 'https://crm.example/', events: ['no.such'] }), /^400 There is no event/);
    for (const url of ['crm.example', 'ftp://crm.example/', 'https://u:p@crm.example/', 'https://', 'javascript:1'])
      assert.match(await refused({ url, events }), /^400 Invalid value/, url);
    assert.match(await refused({ url: `https://crm.example/${'x'.repeat(2100)}`, events }), /^400 The url must not/);
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'tessera/security/allow_private_addresses', value: '0' },
    });
    assert.match(await refused({ url: 'http://crm.example/', events }), /^400 .* must begin with https/);
    for (const host of ['127.0.0.1', '[::1]', 'localhost', 'a.localhost.', '10.0.0.1', '2130706433', '[fd00::1]'])
      assert.match(await refused({ url: `https://${host}/`, events }), /^400 .* private or reserved/, host);
    assert.equal(await refused({ url: 'https://crm.example/', events }), '200 undefined');
  }));

test('an address that has become private, or plain HTTP, is not called', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, callback } = setting;
    await subscribe(setting);
    await createCustomer(setting);
    const { query } = context.call().db;
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'tessera/security/allow_private_addresses', value: '0' },
    });
    await deliver(setting);
    await query
      .updateTable('webhook')
      .set({ url: callback.origin.replace('http:', 'https:') })
      .execute();
    context.clock.now += MINUTE;
    await deliver(setting);
    assert.equal(callback.received.length, 0);
    const details = (await deliveries(setting))[0]?.attempts.map((attempt) => attempt.detail) ?? [];
    assert.match(details[0] ?? '', /https/);
    assert.match(details[1] ?? '', /private or reserved/);
  }));
