import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dateTime } from '@tessera/database';
import { publishEvent } from '@tessera/modules';
import { data, defineModule, inputInvalid, int, type Module, required, string } from '@tessera/webapi';
import { Webhook } from 'standardwebhooks';
import { breakerFailures } from '../../modules/src/webhooks/settings.ts';
import { createApplication } from '../src/application.ts';
import { type TestApplication, testDialect, withApplication } from './application.ts';
import { createAdmin, firstAdminToken, requestAdminToken, tokenOf } from './people.ts';
import { freePort } from './running-server.ts';
import {
  activeIntegration,
  allowLoopback,
  type Callback,
  manage,
  type Received,
  signed,
  withCallback,
} from './third-party.ts';

interface ShownWebhook {
  readonly id: number;
  readonly integration_id: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly status: string;
  readonly failures: number;
  readonly secret?: string;
}
interface ShownDelivery {
  readonly id: number;
  readonly message_id: string;
  readonly event: string;
  readonly status: string;
  readonly next_attempt_at?: string;
  readonly attempts: readonly { readonly outcome: string; readonly http_status?: number; readonly detail: string }[];
}
interface Message {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}
interface Setting {
  readonly context: TestApplication;
  /** The admin's token. */
  readonly bearer: string;
  /** The integration's token, and its id. */
  readonly token: string;
  readonly id: number;
  readonly callback: Callback;
}

const messageOf = (json: unknown): string => (json as { message: string; parameters?: string[] }).message;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CUSTOMER = { email: 'jane@example.com', firstname: 'Jane', lastname: 'Doe' };

/** An integration that may read customers, and an endpoint of it. */
const withEndpoint = (
  work: (setting: Setting) => Promise<void>,
  answer?: (received: Received) => number | Promise<number>,
  modules: readonly Module[] = [],
): Promise<void> =>
  withCallback(
    (callback) =>
      withApplication(
        async (context) => {
          const bearer = await firstAdminToken(context);
          await allowLoopback(context, bearer);
          const { id, credentials } = await activeIntegration(context, bearer, {
            all_resources: false,
            resources: ['Magento_Customer::customer'],
          });
          await work({ context, bearer, token: credentials.token, id, callback });
        },
        { modules },
      ),
    answer,
  );

const subscribe = ({ context, token, callback }: Setting, webhook: object = {}): Promise<ShownWebhook> =>
  manage(context, token, {
    method: 'POST',
    url: 'webhooks',
    body: { webhook: { url: `${callback.origin}/hook`, events: ['customer.created'], ...webhook } },
  });
const createCustomer = ({ context, bearer }: Setting, customer: object = {}): Promise<{ id: number }> =>
  manage(context, bearer, { method: 'POST', url: 'customers', body: { customer: { ...CUSTOMER, ...customer } } });
const deliver = ({ context }: Setting): Promise<number> => context.application.webhookWorker.drain();
const deliveries = async ({ context, token }: Setting, id = 1): Promise<readonly ShownDelivery[]> =>
  (await manage<{ items: ShownDelivery[] }>(context, token, { url: `webhooks/${id}/deliveries` })).items;
const webhook = ({ context, token }: Setting, id = 1): Promise<ShownWebhook> =>
  manage(context, token, { url: `webhooks/${id}` });

/** The message of a delivery, once the Standard Webhooks project's library has found it good. */
const verified = ({ headers, body }: Received, secret: string | undefined): Message =>
  new Webhook(secret ?? '').verify(body, headers as Record<string, string>) as Message;

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

/** Refuses customers called Refused, after the webhooks have heard of them. */
const refusing: Module = defineModule({
  name: 'Tessera_Refusing',
  requires: ['Tessera_Webhooks'],
  customerListeners: [
    ({ customer }) => {
      if (customer.firstname === 'Refused') throw inputInvalid(['Refused.']);
    },
  ],
});

test('an event of a transaction that is aborted never leaves', () =>
  withEndpoint(
    async (setting) => {
      const { context, bearer, callback } = setting;
      await subscribe(setting);
      const answer = await context.send({
        method: 'POST',
        url: '/rest/V1/customers',
        bearer,
        body: { customer: { ...CUSTOMER, firstname: 'Refused' } },
      });
      assert.deepEqual([answer.status, messageOf(answer.json)], [400, 'Refused.']);
      assert.equal(await deliver(setting), 0);
      assert.deepEqual(await deliveries(setting), []);
      await createCustomer(setting);
      await deliver(setting);
      assert.equal(callback.received.length, 1);
    },
    undefined,
    [refusing],
  ));

/** A module of one's own with an event of its own. */
const Badge = data('Acme\\Badges\\Api\\Data\\BadgeInterface', { id: required(int), title: required(string) });
const badges: Module = defineModule({
  name: 'Acme_Badges',
  requires: ['Tessera_Webhooks'],
  events: [
    { name: 'badge.awarded', description: 'A badge was awarded.', resource: 'Magento_Customer::customer', data: Badge },
  ],
});

test("a third party's module tells of events of its own; only what their type declares is sent", () =>
  withEndpoint(
    async (setting) => {
      const { secret } = await subscribe(setting, { events: ['badge.awarded'] });
      const call = setting.context.call();
      await call.db.transaction((db) => publishEvent(call, db, 'badge.awarded', { id: 7, title: 'Gold', note: 'x' }));
      await deliver(setting);
      const [received] = setting.callback.received;
      assert.ok(received);
      assert.deepEqual(verified(received, secret).data, { id: 7, title: 'Gold' });
    },
    undefined,
    [badges],
  ));

test('what nobody has subscribed to is not written down', () =>
  withEndpoint(async (setting) => {
    await subscribe(setting, { events: ['customer.deleted'] });
    await createCustomer(setting);
    const rows = await setting.context.call().db.query.selectFrom('webhook_event').select('id').execute();
    assert.deepEqual(rows, []);
  }));

test('failures are tried again over two days, with the same id, and then given up', async () => {
  let status = 500;
  await withEndpoint(
    async (setting) => {
      const { context, callback } = setting;
      const begin = context.clock.now;
      await subscribe(setting);
      await createCustomer(setting);
      for (let step = 0; step < 400; step++) {
        await deliver(setting);
        const [delivery] = await deliveries(setting);
        if (delivery?.status !== 'pending') break;
        context.clock.now = Math.max(context.clock.now + 1000, Date.parse(`${delivery.next_attempt_at}Z`) + 1000);
      }
      assert.equal((await deliveries(setting))[0]?.status, 'failed');
      assert.equal(callback.received.length, 10);
      const hours = (context.clock.now - begin) / HOUR;
      assert.ok(hours > 42 && hours <= 48, `${hours} hours`);
      assert.equal(new Set(callback.received.map(({ headers }) => headers['webhook-id'])).size, 1);
      status = 204;
      await manage(context, setting.token, { method: 'POST', url: 'webhooks/deliveries/1/redeliver', body: {} });
      await deliver(setting);
      const [delivery] = await deliveries(setting);
      assert.deepEqual([delivery?.status, delivery?.attempts.length], ['delivered', 11]);
      assert.equal((await webhook(setting)).failures, 0);
    },
    () => status,
  );
});

test('an endpoint that fails again and again is left alone, probed, and used again once it is back', async () => {
  let status = 500;
  await withEndpoint(
    async (setting) => {
      const { context, bearer, callback } = setting;
      const limit = context.call().settings.get(breakerFailures);
      await subscribe(setting);
      for (let number = 0; number < 3 * limit; number++)
        await createCustomer(setting, { email: `c${number}@example.com` });
      await deliver(setting);
      assert.equal((await webhook(setting)).status, 'paused');
      const tried = callback.received.length;
      assert.ok(tried >= limit && tried <= limit + 3, `${tried} attempts`);
      context.clock.now += 30_000;
      assert.equal(await deliver(setting), 0);
      context.clock.now += 4 * MINUTE;
      assert.equal(await deliver(setting), 1, 'one probe');
      assert.equal((await webhook(setting)).status, 'paused');
      status = 200;
      await manage(context, bearer, { method: 'POST', url: 'webhooks/1/test', body: {} });
      await deliver(setting);
      assert.deepEqual([(await webhook(setting)).status, (await webhook(setting)).failures], ['active', 0]);
      context.clock.now += 10 * MINUTE;
      await deliver(setting);
      const { total_count } = await manage<{ total_count: number }>(context, bearer, {
        url: 'webhooks/1/deliveries?searchCriteria[filter_groups][0][filters][0][field]=status&searchCriteria[filter_groups][0][filters][0][value]=delivered',
      });
      assert.equal(total_count, 3 * limit + 1);
    },
    () => status,
  );
});

test('the pause that an endpoint asks for is kept', () =>
  withEndpoint(async (setting) => {
    const { context } = setting;
    const busy = createHttpServer((_, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    await new Promise<void>((ready) => busy.listen(0, '127.0.0.1', ready));
    const { port } = busy.address() as { port: number };
    try {
      await subscribe(setting, { url: `http://127.0.0.1:${port}/` });
      await createCustomer(setting);
      await deliver(setting);
      const [delivery] = await deliveries(setting);
      assert.equal(delivery?.next_attempt_at, dateTime(context.clock.now + HOUR));
    } finally {
      busy.closeAllConnections();
      busy.close();
    }
  }));

test('an endpoint that is gone gets nothing more, until a test succeeds', async () => {
  let status = 410;
  await withEndpoint(
    async (setting) => {
      const { context, token, callback } = setting;
      await subscribe(setting);
      await createCustomer(setting);
      await deliver(setting);
      assert.equal((await webhook(setting)).status, 'disabled');
      await createCustomer(setting, { email: 'other@example.com' });
      context.clock.now += HOUR;
      assert.equal(await deliver(setting), 0);
      status = 200;
      const made = await manage<ShownDelivery>(context, token, { method: 'POST', url: 'webhooks/1/test', body: {} });
      assert.deepEqual([made.event, made.status], ['webhook.test', 'pending']);
      await deliver(setting);
      assert.equal((await webhook(setting)).status, 'active');
      await createCustomer(setting, { email: 'third@example.com' });
      await deliver(setting);
      assert.equal(callback.received.length, 3);
    },
    () => status,
  );
});

test('while an integration is not active its events wait', () =>
  withEndpoint(async (setting) => {
    const { context, id, callback } = setting;
    await subscribe(setting);
    await createCustomer(setting);
    const { db } = context.call();
    await db.query.updateTable('integration').set({ status: 0 }).where('id', '=', id).execute();
    await deliver(setting);
    assert.equal(callback.received.length, 0);
    assert.equal((await webhook(setting)).failures, 0);
    await db.query.updateTable('integration').set({ status: 1 }).where('id', '=', id).execute();
    context.clock.now += MINUTE;
    await deliver(setting);
    assert.equal(callback.received.length, 1);
  }));

test('an endpoint that never answers slows no request, and no other endpoint', () =>
  withEndpoint(async (setting) => {
    const { context, bearer, callback } = setting;
    const silent = createServer(() => {});
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    const { port } = silent.address() as { port: number };
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'tessera/webhooks/timeout', value: '1' },
    });
    try {
      await subscribe(setting, { url: `http://127.0.0.1:${port}/` });
      await subscribe(setting);
      await context.application.webhookWorker.start();
      const begin = performance.now();
      const count = 20;
      for (let number = 0; number < count; number++) await createCustomer(setting, { email: `s${number}@example.com` });
      const took = performance.now() - begin;
      assert.ok(took < 1000 + count * 50, `${count} requests took ${took} ms`);
      const until = performance.now() + 5000;
      while (callback.received.length < count && performance.now() < until)
        await new Promise((soon) => setTimeout(soon, 20));
      assert.equal(callback.received.length, count);
      assert.ok((await deliveries(setting)).filter((entry) => entry.attempts.length > 0).length < count);
    } finally {
      await context.application.webhookWorker.stop();
      silent.close();
    }
  }));

test('a process that ends between change and delivery, or in the middle of one, loses nothing', () =>
  withCallback(async (callback) => {
    await withApplication(async (context) => {
      const keys = context.call().ports.keys;
      const bearer = await firstAdminToken(context);
      await allowLoopback(context, bearer);
      const { id, credentials } = await activeIntegration(context, bearer);
      const setting = { context, bearer, token: credentials.token, id, callback };
      const { secret } = await subscribe(setting);
      await createCustomer(setting);
      await createCustomer(setting, { email: 'second@example.com' });
      const reopened = await createApplication({
        database: context.database,
        varFolder: context.varFolder,
        basePath: '',
        keys,
        now: () => context.clock.now,
        log: { error: () => {}, info: () => {} },
      });
      try {
        // As if a worker had taken the first one and died.
        const { db } = context.call();
        assert.equal((await db.query.selectFrom('webhook_delivery').select('id').execute()).length, 0);
        await context.application.webhookWorker.stop();
        await reopened.webhookWorker.drain();
        assert.equal(callback.received.length, 2);
        await db.query
          .updateTable('webhook_delivery')
          .set({ status: 'pending', next_attempt_at: context.clock.now + 45_000 })
          .where('id', '=', 1)
          .execute();
        assert.equal(await reopened.webhookWorker.drain(), 0, 'the lease of the dead worker holds');
        context.clock.now += 46_000;
        assert.equal(await reopened.webhookWorker.drain(), 1);
        assert.equal(callback.received.length, 3);
        for (const received of callback.received) assert.equal(verified(received, secret).type, 'customer.created');
      } finally {
        await reopened.close();
      }
    });
  }));

// Two applications of one process would wait for each other's lock on SQLite, which has one writer.
const skip = testDialect === 'sqlite';
test('two workers on one database share the deliveries, and none is sent twice', { skip }, () =>
  withEndpoint(async (setting) => {
    const { context, callback } = setting;
    await subscribe(setting);
    for (let number = 0; number < 20; number++) await createCustomer(setting, { email: `w${number}@example.com` });
    const other = await createApplication({
      database: context.database,
      varFolder: context.varFolder,
      basePath: '',
      keys: context.call().ports.keys,
      now: () => context.clock.now,
      log: { error: () => {}, info: () => {} },
    });
    try {
      await Promise.all([deliver(setting), other.webhookWorker.drain(), deliver(setting)]);
      assert.equal(callback.received.length, 20);
      assert.equal(new Set(callback.received.map(({ headers }) => headers['webhook-id'])).size, 20);
    } finally {
      await other.close();
    }
  }),
);

/** The code blocks of a language in the guide, in their order. */
const guide = readFileSync(fileURLToPath(new URL('../../../docs/webhooks.md', import.meta.url)), 'utf8');
const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');

test('what the guide shows works as it stands there', { timeout: 20_000 }, () =>
  withEndpoint(async (setting) => {
    const { context, token } = setting;
    const { webhook: wanted } = JSON.parse(blocks('json')[0] ?? '') as { webhook: object };
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const port = await freePort();
    const { secret = '' } = await subscribe(setting, { ...wanted, url: `http://127.0.0.1:${port}/tessera` });
    const receiver = spawn(process.execPath, ['--input-type=module', '--eval', blocks('js')[0] ?? ''], {
      cwd: root,
      env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let output = '';
      receiver.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      const says = async (text: string): Promise<void> => {
        const until = performance.now() + 5000;
        while (!output.includes(text) && performance.now() < until) await new Promise((soon) => setTimeout(soon, 10));
        assert.ok(output.includes(text), output);
      };
      await says('listening');
      await createCustomer(setting);
      await deliver(setting);
      await says('customer.created jane@example.com');
      const forged = await fetch(`http://127.0.0.1:${port}/tessera`, { method: 'POST', body: '{}' });
      assert.equal(forged.status, 400);
      await manage(context, token, { method: 'POST', url: 'webhooks/1/test', body: {} });
      await deliver(setting);
      assert.deepEqual(
        (await deliveries(setting)).map((entry) => [entry.event, entry.status]),
        [
          ['webhook.test', 'delivered'],
          ['customer.created', 'delivered'],
        ],
      );
    } finally {
      receiver.kill();
    }
  }),
);
