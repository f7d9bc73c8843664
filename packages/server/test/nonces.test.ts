import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createSigner } from '@tessera/oauth1';
import { cleanUpJob } from '../../modules/src/integration/oauth/clean-up.ts';
import { NonceTable } from '../../modules/src/integration/oauth/nonce-table.ts';
import { recordNonce } from '../../modules/src/integration/oauth/nonces.ts';
import { type Application, createApplication } from '../src/application.ts';
import { type TestApplication, type TestRequest, testDialect, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import { adminToken, startServer } from './running-server.ts';
import { activeIntegration, credentialsOf, type ShownCredentials, signed } from './third-party.ts';

const websites = { url: '/rest/V1/store/websites' };

/** Another process, as far as the database can tell: connections and memory of its own. */
async function withAnother(context: TestApplication, work: (application: Application) => Promise<void>): Promise<void> {
  const another = await createApplication({
    database: context.database,
    varFolder: context.varFolder,
    basePath: '',
    keys: context.call().ports.keys,
    now: () => context.clock.now,
    log: { error: () => {}, info: () => {} },
  });
  try {
    await work(another);
  } finally {
    await another.close();
  }
}
const sendTo = async (application: Application, { url, headers = {} }: TestRequest): Promise<number> =>
  (
    await application.handle({
      method: 'GET',
      url,
      headers: { ...headers },
      body: async () => Buffer.alloc(0),
      remoteAddress: '127.0.0.1',
      scheme: 'http',
      host: 'localhost',
    })
  ).status;

test('of fifty identical requests at once exactly one passes, and no later one', () =>
  withApplication(async (context) => {
    const { credentials } = await activeIntegration(context, await firstAdminToken(context));
    const request = signed(context, credentials, websites);
    const answers = await Promise.all(Array.from({ length: 50 }, () => context.send(request)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    const refused = answers.find(({ status }) => status !== 200);
    assert.deepEqual(
      [refused?.status, refused?.json],
      [401, { message: 'The nonce is already being used by the consumer with ID %1', parameters: ['1'] }],
    );
    assert.equal((await context.send(request)).status, 401);
  }));

const onPostgres = testDialect === 'postgres' ? {} : { skip: 'one batch at a time on SQLite' };

test('a nonce does not wait for one that hangs', { ...onPostgres, timeout: 30_000 }, () =>
  withApplication(async (context) => {
    const { db } = context.call();
    const now = Math.floor(context.clock.now / 1000);
    const nonce = { consumerId: 1, nonce: 'hangs', timestamp: now };
    let hanging: Promise<boolean> | undefined;
    await db.transaction(async (transaction) => {
      // Stored by somebody who has not committed yet: whoever stores it as well waits for what becomes of it.
      await new NonceTable(transaction).store([nonce]);
      hanging = recordNonce(db, nonce);
      await setImmediate();
      const another = recordNonce(db, { ...nonce, nonce: 'does not hang' });
      assert.equal(await Promise.race([another, hanging.then(() => 'hung')]), true);
    });
    assert.equal(await hanging, false);
  }),
);

test('of fifty identical requests to several processes exactly one passes', () =>
  withApplication(async (context) => {
    const { credentials } = await activeIntegration(context, await firstAdminToken(context));
    await withAnother(context, (second) =>
      withAnother(context, async (third) => {
        for (let round = 0; round < 10; round++) {
          const request = signed(context, credentials, websites);
          const all = [context.application, second, third];
          const answers = await Promise.all(
            Array.from({ length: 50 }, (_, index) => sendTo(all[index % 3] as Application, request)),
          );
          assert.equal(answers.filter((status) => status === 200).length, 1);
        }
      }),
    );
  }));

test('different requests to several processes at once all pass', () =>
  withApplication(async (context) => {
    const { credentials } = await activeIntegration(context, await firstAdminToken(context));
    await withAnother(context, async (second) => {
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          sendTo(index % 2 === 0 ? second : context.application, signed(context, credentials, websites)),
        ),
      );
      assert.deepEqual([...new Set(answers)], [200]);
    });
  }));

test('a nonce is used up for its consumer under any timestamp, in any process, whatever its length', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const one = await activeIntegration(context, bearer, { name: 'One' });
    const two = await activeIntegration(context, bearer, { name: 'Two' });
    const seconds = Math.floor(context.clock.now / 1000);
    const with_ = (who: typeof one, nonce: string, timestamp: number) =>
      signed(context, who.credentials, websites, { nonce: () => nonce, clock: () => timestamp });
    for (const nonce of ['n', 'x'.repeat(44), 'y'.repeat(3000), 'é\u0000 ,=', '']) {
      assert.equal((await context.send(with_(one, nonce, seconds))).status, 200, nonce);
      await withAnother(context, async (another) => {
        for (const timestamp of [seconds, seconds - 10, seconds + 60, seconds - 3600])
          assert.equal(await sendTo(another, with_(one, nonce, timestamp)), 401);
        assert.equal(await sendTo(another, with_(two, nonce, seconds)), 200, 'another consumer has nonces of its own');
      });
    }
  }));

test('a request that was refused uses up no nonce, so nobody can burn another one’s', () =>
  withApplication(async (context) => {
    const { credentials } = await activeIntegration(context, await firstAdminToken(context));
    const options = { nonce: () => 'wanted' };
    const forged = signed(context, { ...credentials, tokenSecret: 'wrong' }, websites, options);
    for (let i = 0; i < 3; i++) assert.equal((await context.send(forged)).status, 401);
    assert.equal((await context.send(signed(context, credentials, websites, options))).status, 200);
  }));

test('a replay is refused for as long as its timestamp is accepted, and then because of its timestamp', () =>
  withApplication(async (context) => {
    const { credentials } = await activeIntegration(context, await firstAdminToken(context));
    const start = context.clock.now;
    const seconds = Math.floor(start / 1000);
    const requests = [-3600, 0, 599].map((offset) =>
      signed(context, credentials, websites, { clock: () => seconds + offset }),
    );
    for (const request of requests) assert.equal((await context.send(request)).status, 200);
    for (let minute = 0; minute <= 140; minute += 5) {
      context.clock.now = start + minute * 60_000;
      await cleanUpJob.run(context.call());
      for (const request of requests)
        assert.equal((await context.send(request)).status, 401, `after ${minute} minutes`);
    }
    const { json } = await context.send(requests[1] as TestRequest);
    assert.deepEqual(json, { message: 'An error occurred validating the nonce' });
    assert.ok((await storedNonces(context)) <= 1, 'nothing is kept but the end of the log');
    const late = signed(context, credentials, websites, { clock: () => Math.floor(context.clock.now / 1000) - 7200 });
    assert.equal((await context.send(late)).status, 401);
    const slow = signed(context, credentials, websites, { clock: () => Math.floor(context.clock.now / 1000) - 7100 });
    assert.equal((await context.send(slow)).status, 200);
  }));

test('when nonces are remembered for longer, what was forgotten before is not accepted again', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { credentials } = await activeIntegration(context, bearer);
    const request = signed(context, credentials, websites);
    assert.equal((await context.send(request)).status, 200);
    context.clock.now += 130 * 60_000;
    await cleanUpJob.run(context.call());
    await context
      .call()
      .db.query.insertInto('config_value')
      .values({ scope: 'default', scope_id: 0, path: 'oauth/cleanup/expiration_period', value: '600' })
      .execute();
    const { settingsSnapshot } = await import('@tessera/modules');
    await context.call().db.touch(settingsSnapshot);
    assert.equal((await context.send(request)).status, 401);
    await withAnother(context, async (another) => assert.equal(await sendTo(another, request), 401));
  }));

test('a process that starts on a long log knows every nonce in it', () =>
  withApplication(async (context) => {
    const { db } = context.call();
    const timestamp = Math.floor(context.clock.now / 1000);
    let next = 0;
    const record = (count: number): Promise<boolean[]> =>
      Promise.all(
        Array.from({ length: count }, () =>
          recordNonce(db, { consumerId: 1, nonce: `n${next++}`, timestamp: timestamp - (next % 7000) }),
        ),
      );
    assert.ok((await record(50_000)).every(Boolean));
    await withAnother(context, async (another) => {
      const elsewhere = another.internalCall().db;
      const used = await Promise.all(
        [0, 1, 24_999, 49_999].map((index) => recordNonce(elsewhere, { consumerId: 1, nonce: `n${index}`, timestamp })),
      );
      assert.deepEqual(used, [false, false, false, false], 'a process that starts knows them all');
      assert.equal(await recordNonce(elsewhere, { consumerId: 1, nonce: 'new', timestamp }), true);
    });
    assert.equal(await recordNonce(db, { consumerId: 1, nonce: 'new', timestamp }), false);
  }));

test('killed in the middle of signed calls, a server does not let one of them through again', {
  skip: testDialect === 'postgres' && 'a file of its own',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-nonces-'));
  const accepted: string[] = [];
  try {
    const first = await startServer(folder);
    const { port } = new URL(first.base);
    const post = async (url: string, bearer: string, body: object) =>
      (
        await fetch(first.base + url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
          body: JSON.stringify(body),
        })
      ).json();
    const bearer = await adminToken(first.base);
    const { id } = (await post('/rest/V1/integrations', bearer, {
      integration: { name: 'CRM', all_resources: true },
    })) as { id: number };
    const sign = createSigner(
      credentialsOf((await post(`/rest/V1/integrations/${id}/activate`, bearer, {})) as ShownCredentials),
    );
    const url = `${first.base}/rest/V1/store/websites`;
    let running = true;
    const stream = async (): Promise<void> => {
      while (running) {
        const authorization = sign('GET', url);
        try {
          if ((await fetch(url, { headers: { authorization } })).status === 200) accepted.push(authorization);
        } catch {
          return;
        }
      }
    };
    const streams = Promise.all(Array.from({ length: 8 }, stream));
    for (let waits = 0; accepted.length <= 50 && waits < 1000; waits++)
      await new Promise((resolve) => setTimeout(resolve, 30));
    await first.stop('SIGKILL');
    running = false;
    await streams;
    assert.ok(accepted.length > 50);
    const second = await startServer(folder, { port: Number(port) });
    try {
      const answers = await Promise.all(
        accepted.map(async (authorization) => (await fetch(url, { headers: { authorization } })).status),
      );
      assert.deepEqual([...new Set(answers)], [401]);
      assert.equal((await fetch(url, { headers: { authorization: sign('GET', url) } })).status, 200);
    } finally {
      await second.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function storedNonces(context: TestApplication): Promise<number> {
  const { db } = context.call();
  const table = db.dialect === 'sqlite' ? 'oauth_nonce_log' : 'oauth_nonce';
  const { count } = await db.query
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
