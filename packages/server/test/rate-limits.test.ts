import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsSnapshot } from '@tessera/modules';
import { type TestApplication, withApplication } from './application.ts';
import { createCustomer, firstAdminToken, requestCustomerToken, tokenOf, whoAmI } from './people.ts';
import { activeIntegration, manage } from './third-party.ts';

interface Context extends TestApplication {
  readonly token: string;
  readonly set: (path: string, value: number) => Promise<void>;
}

/** An application with limits on; the administration of the test is not counted. */
const withLimits = (limits: Record<string, number>, run: (context: Context) => Promise<void>) =>
  withApplication(
    async (context) => {
      const token = await firstAdminToken(context);
      const set = async (path: string, value: number): Promise<void> => {
        const { db } = context.application.database;
        const row = { scope: 'default' as const, scope_id: 0, path: `webapi/rate_limit/${path}`, value: String(value) };
        await db.transaction(async (inside) => {
          await inside.query
            .insertInto('config_value')
            .values(row)
            .onConflict((conflict) => conflict.columns(['scope', 'scope_id', 'path']).doUpdateSet({ value: row.value }))
            .execute();
          await inside.touch(settingsSnapshot);
        });
      };
      for (const [path, value] of Object.entries(limits)) await set(path, value);
      await run({ ...context, token, set });
    },
    { modules: [whoAmI] },
  );

test('without being switched on there are no limits and no headers', () =>
  withLimits({ address_limit: 1, user_limit: 1 }, async ({ send, token }) => {
    for (let i = 0; i < 5; i++) {
      const { status, headers } = await send({ url: '/rest/V1/whoami/stores', bearer: token });
      assert.equal(status, 200);
      assert.equal(headers['ratelimit'], undefined);
    }
  }));

test('each user has a limit of its own, and is told how much is left', () =>
  withLimits({ enabled: 1, user_limit: 3, address_limit: 0, period: 60 }, async (context) => {
    const { send, token } = context;
    const read = (bearer?: string) => send({ url: '/rest/V1/whoami', ...(bearer === undefined ? {} : { bearer }) });
    const left: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const { status, headers } = await read(token);
      assert.equal(status, 200);
      assert.equal(headers['ratelimit-policy'], '"user";q=3;w=60');
      left.push(/^"user";r=(\d);t=(?:60|59)$/.exec(String(headers['ratelimit']))?.[1]);
    }
    assert.deepEqual(left, ['2', '1', '0']);
    const refused = await read(token);
    assert.equal(refused.status, 429);
    assert.deepEqual(refused.json, { message: 'Too Many Requests' });
    assert.match(String(refused.headers['retry-after']), /^(?:60|59)$/);
    assert.match(String(refused.headers['ratelimit']), /^"user";r=0;t=/);
    await createCustomer(context, 'jane@example.com');
    const jane = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    assert.equal((await read(jane)).status, 200);
    assert.equal((await read()).status, 200);
  }));

test('an integration has the limit of the settings, or one of its own', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id, credentials } = await activeIntegration(context, bearer);
    const put = (rate_limit: number | null) =>
      manage<{ rate_limit?: number }>(context, bearer, {
        method: 'PUT',
        url: `integrations/${id}`,
        body: { integration: { rate_limit } },
      });
    const call = async () => {
      const { status, headers } = await context.send({ url: '/rest/V1/modules', bearer: credentials.token });
      return `${status} ${/"integration";q=\d+/.exec(String(headers['ratelimit-policy']))?.[0] ?? 'none'}`;
    };
    for (const path of ['enabled', 'integration_limit'])
      await manage(context, bearer, {
        method: 'PUT',
        url: 'config',
        body: { path: `webapi/rate_limit/${path}`, value: '1' },
      });
    assert.deepEqual([await call(), await call()], ['200 "integration";q=1', '429 "integration";q=1']);
    assert.equal((await put(5)).rate_limit, 5);
    assert.equal(await call(), '200 "integration";q=5');
    assert.equal((await put(0)).rate_limit, 0);
    assert.equal(await call(), '200 none');
    assert.equal('rate_limit' in (await put(null)), false);
    assert.equal(await call(), '429 "integration";q=1');
    const bad = await context.send({
      ...{ method: 'PUT', url: `/rest/V1/integrations/${id}`, bearer },
      body: { integration: { rate_limit: -1 } },
    });
    assert.equal(bad.status, 400);
  }));

test('an address has a limit, whoever calls from it; health checks are not counted', () =>
  withLimits({ enabled: 1, user_limit: 0, address_limit: 4, period: 60 }, async ({ send, token }) => {
    const read = (remoteAddress: string, bearer?: string) =>
      send({ url: '/rest/V1/whoami', remoteAddress, ...(bearer === undefined ? {} : { bearer }) });
    for (let i = 0; i < 4; i++) assert.equal((await read('192.0.2.1', i % 2 === 0 ? token : undefined)).status, 200);
    assert.equal((await read('192.0.2.1')).status, 429);
    assert.equal((await read('192.0.2.2')).status, 200);
    for (let i = 0; i < 6; i++) {
      const { status } = await send({ url: '/health/live', remoteAddress: '192.0.2.1' });
      assert.notEqual(status, 429);
    }
  }));

test('an aggregate counts as the calls in it, each refused for itself', () =>
  withLimits({ enabled: 1, user_limit: 3, address_limit: 0 }, async ({ send, token }) => {
    const calls = Array.from({ length: 5 }, () => ({ method: 'GET', url: '/V1/whoami' }));
    const { status, json } = await send({ method: 'POST', url: '/rest/V1/aggregate', bearer: token, body: { calls } });
    assert.equal(status, 200);
    assert.deepEqual((json as { status: number }[]).map((answer) => answer.status).sort(), [200, 200, 200, 429, 429]);
  }));

test('a limit holds again after its period, and a changed one at once', () =>
  withLimits({ enabled: 1, user_limit: 1, address_limit: 0, period: 1 }, async ({ send, token, set }) => {
    const status = async () => (await send({ url: '/rest/V1/whoami', bearer: token })).status;
    assert.deepEqual([await status(), await status()], [200, 429]);
    await new Promise((soon) => setTimeout(soon, 1050));
    assert.equal(await status(), 200);
    await set('user_limit', 5);
    assert.equal(await status(), 200);
    await set('enabled', 0);
    for (let i = 0; i < 6; i++) assert.equal(await status(), 200);
  }));
