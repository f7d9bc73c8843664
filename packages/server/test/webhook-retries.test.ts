import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { test } from 'node:test';
import { dateTime } from '@tessera/database';
import { breakerFailures } from '../../modules/src/webhooks/settings.ts';
import { manage } from './third-party.ts';
import {
  createCustomer,
  deliver,
  deliveries,
  HOUR,
  MINUTE,
  type ShownDelivery,
  subscribe,
  webhook,
  withEndpoint,
} from './webhook-endpoint.ts';

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
      const { text } = await context.send({ url: '/metrics' });
      assert.match(text, /^tessera_webhook_attempts_total\{outcome="failed"\} 10$/m);
      assert.match(text, /^tessera_webhook_attempts_total\{outcome="delivered"\} 1$/m);
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
