import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { createApplication } from '../src/application.ts';
import { testDialect, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import { activeIntegration, allowLoopback, manage, withCallback } from './third-party.ts';
import { createCustomer, deliver, deliveries, subscribe, verified, withEndpoint } from './webhook-endpoint.ts';

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
