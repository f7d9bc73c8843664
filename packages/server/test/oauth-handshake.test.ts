import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { activateIntegration, createIntegration as makeIntegration, reauthorizeIntegration } from '@tessera/modules';
import { cleanUpJob } from '../../modules/src/integration/oauth/clean-up.ts';
import { integrationRowToChange } from '../../modules/src/integration/services/integration-rows.ts';
import { removeIntegration } from '../../modules/src/integration/services/integrations.ts';
import { type TestApplication, type TestResponse, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import {
  consumerOf,
  fetchAccessToken,
  manage,
  problemOf,
  type ShownIntegration,
  signed,
  start,
  tokenPairOf,
  withCallback,
  withIntegration,
} from './third-party.ts';

interface Event {
  readonly step: string;
  readonly outcome: string;
  readonly detail: string;
  readonly http_status: number | null;
}

const statusOf = async (context: TestApplication, bearer: string, id: number): Promise<number> =>
  (await manage<ShownIntegration>(context, bearer, { url: `integrations/${id}` })).status;
const timelineOf = (context: TestApplication, bearer: string, id: number): Promise<Event[]> =>
  manage<Event[]>(context, bearer, { url: `integrations/${id}/handshake` });
const websites = { url: '/rest/V1/store/websites' };

test('the whole way: post to the callback, request token, access token, active, signed call', () =>
  withIntegration(async (context, bearer, callback, id) => {
    const sent = await start(context, bearer, id);
    const [post] = callback.received;
    assert.ok(post);
    assert.deepEqual(
      [...new URLSearchParams(post.body).keys()],
      ['oauth_consumer_key', 'oauth_consumer_secret', 'store_base_url', 'oauth_verifier'],
    );
    assert.equal(post.form['store_base_url'], 'http://localhost/');
    assert.equal(post.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(post.headers['user-agent'], 'Tessera');
    assert.deepEqual(sent, {
      identity_link_url: callback.urls.identity_link_url,
      oauth_consumer_key: post.form['oauth_consumer_key'],
      success_call_back: 'http://localhost/admin/integration/loginSuccessCallback',
    });
    assert.equal(await statusOf(context, bearer, id), 0, 'the post alone does not make it active');
    const credentials = await fetchAccessToken(context, post);
    assert.equal(await statusOf(context, bearer, id), 1);
    assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
    assert.deepEqual(
      (await timelineOf(context, bearer, id)).map(({ step, outcome, http_status }) => [step, outcome, http_status]),
      [
        ['callback', 'ok', 200],
        ['request_token', 'ok', 200],
        ['access_token', 'ok', 200],
      ],
    );
  }));

test('the timeline holds no secret', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const credentials = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
    const text = JSON.stringify(await timelineOf(context, bearer, id));
    for (const secret of [...Object.values(credentials), callback.received[0]?.form['oauth_verifier'] ?? 'none'])
      assert.equal(text.includes(secret), false);
  }));

test('a third party that fetches its tokens while it is being called back ends up active', async () => {
  let whileCalled: () => Promise<unknown> = async () => {};
  await withIntegration(
    async (context, bearer, callback, id) => {
      whileCalled = () => fetchAccessToken(context, callback.received.at(-1) ?? { form: {} });
      await start(context, bearer, id);
      assert.equal(await statusOf(context, bearer, id), 1);
      await start(context, bearer, id, 'reauthorize');
      assert.equal(await statusOf(context, bearer, id), 1);
    },
    async () => {
      await whileCalled();
      return 200;
    },
  );
});

test('an endpoint that answers 500 got its post all the same', () =>
  withIntegration(
    async (context, bearer, callback, id) => {
      await start(context, bearer, id);
      await fetchAccessToken(context, callback.received[0] ?? { form: {} });
      assert.deepEqual((await timelineOf(context, bearer, id))[0]?.http_status, 500);
    },
    () => 500,
  ));

test('a consumer key expires after the setting, counted from the post', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    context.clock.now += 301_000;
    const late = await context.send(
      signed(context, consumerOf(callback), { method: 'POST', url: '/oauth/token/request' }),
    );
    assert.equal(problemOf(late), '401 Consumer key has expired');
    const timeline = await timelineOf(context, bearer, id);
    assert.deepEqual(
      [timeline[1]?.step, timeline[1]?.outcome, timeline[1]?.detail],
      ['request_token', 'failed', 'Consumer key has expired'],
    );
    await start(context, bearer, id);
    await fetchAccessToken(context, callback.received[1] ?? { form: {} });
  }));

test('a handshake that was interrupted at any step can be started again', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    await start(context, bearer, id);
    assert.equal(
      callback.received[1]?.form['oauth_verifier'],
      callback.received[0]?.form['oauth_verifier'],
      'an unused verifier is sent again',
    );
    const consumer = consumerOf(callback);
    const first = tokenPairOf(
      await context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' })),
    );
    const second = await context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' }));
    assert.equal(problemOf(second), '401 Cannot create request token because consumer token is not a verifier token');
    await start(context, bearer, id);
    const stale = await context.send(
      signed(
        context,
        { ...consumer, ...first, verifier: callback.received[0]?.form['oauth_verifier'] ?? '' },
        { method: 'POST', url: '/oauth/token/access' },
      ),
    );
    assert.equal(problemOf(stale), '401 Specified token does not exist');
    const credentials = await fetchAccessToken(context, callback.received[2] ?? { form: {} });
    assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
  }));

test('reauthorized: another verifier under the same keys, the old token stops, inactive until the new one is fetched', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const old = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
    await start(context, bearer, id, 'reauthorize');
    const [before, after] = callback.received;
    assert.equal(after?.form['oauth_consumer_secret'], before?.form['oauth_consumer_secret']);
    assert.notEqual(after?.form['oauth_verifier'], before?.form['oauth_verifier']);
    assert.equal(await statusOf(context, bearer, id), 0);
    const refused = await context.send(signed(context, old, websites));
    assert.deepEqual([refused.status, refused.json], [401, { message: 'Specified token does not exist' }]);
    const fresh = await fetchAccessToken(context, after ?? { form: {} });
    assert.equal((await context.send(signed(context, fresh, websites))).status, 200);
  }));

test('when the callback fails, a working connection is not lost', async () => {
  let isUp = true;
  await withIntegration(
    async (context, bearer, callback, id) => {
      const seconds = { path: 'oauth/consumer/post_timeout', value: '1' };
      await manage(context, bearer, { method: 'PUT', url: 'config', body: seconds });
      await start(context, bearer, id);
      const credentials = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
      isUp = false;
      const failed = await context.send({
        method: 'POST',
        url: `/rest/V1/integrations/${id}/reauthorize`,
        bearer,
        body: {},
      });
      assert.equal(failed.status, 400);
      assert.equal(await statusOf(context, bearer, id), 1);
      assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
      const busy = await context.send({
        method: 'POST',
        url: `/rest/V1/integrations/${id}/activate`,
        bearer,
        body: {},
      });
      assert.equal(busy.status, 400, 'an active one is reauthorized, not activated');
    },
    async () => (isUp ? 200 : new Promise<number>(() => {})),
  );
});

test('the request token can be asked for once, however many ask at the same time; the same holds for the access token', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const consumer = consumerOf(callback);
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' })),
      ),
    );
    const good = all.filter((one) => one.status === 200);
    assert.equal(good.length, 1);
    const verifier = callback.received[0]?.form['oauth_verifier'] ?? '';
    const request = { ...consumer, ...tokenPairOf(good[0] ?? (assert.fail() as never)), verifier };
    const exchanged = await Promise.all(
      Array.from({ length: 10 }, () =>
        context.send(signed(context, request, { method: 'POST', url: '/oauth/token/access' })),
      ),
    );
    assert.equal(exchanged.filter((one) => one.status === 200).length, 1);
    const { db } = context.call();
    assert.equal((await db.query.selectFrom('oauth_token').selectAll().execute()).length, 1);
  }));

test('an integration that is deleted during an exchange is deleted, and the exchange refused', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const consumer = consumerOf(callback);
    const verifier = callback.received[0]?.form['oauth_verifier'] ?? '';
    const request = { method: 'POST', url: '/oauth/token/request' };
    const token = tokenPairOf(await context.send(signed(context, consumer, request)));
    const call = context.call();
    let begun: () => void = () => {};
    const deleting = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let answer: Promise<TestResponse> | undefined;
    await Promise.all([
      call.db.transaction(async (db) => {
        const row = await integrationRowToChange(db, id);
        begun();
        // Time for the exchange to take what it can have.
        await pause(300);
        await removeIntegration(call, db, row);
      }),
      deleting.then(() => {
        answer = context.send(
          signed(context, { ...consumer, ...token, verifier }, { method: 'POST', url: '/oauth/token/access' }),
        );
      }),
    ]);
    assert.equal(problemOf((await answer) ?? assert.fail()), '401 A consumer having the specified key does not exist');
    assert.deepEqual(await call.db.query.selectFrom('oauth_token').selectAll().execute(), []);
  }));

test('the token endpoints stand below index.php, a store code and the base path, and take GET and POST', () =>
  withCallback((callback) =>
    withApplication(
      async (context) => {
        const ports = { ...context.call().ports, allowPrivateAddresses: true };
        const call = context.call({ ports, baseUrl: 'http://localhost/shop/' });
        const { id } = await makeIntegration(call, { name: 'CRM', all_resources: true, ...callback.urls });
        for (const path of ['/oauth', '/index.php/oauth', '/default/oauth', '/index.php/default/oauth']) {
          for (const method of ['GET', 'POST']) {
            await reauthorizeIntegration(call, id);
            const request = { method, url: `/shop${path}/token/request` };
            const answer = await context.send(signed(context, consumerOf(callback), request));
            assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`);
            assert.equal(answer.headers['content-type'], 'text/html; charset=UTF-8');
          }
        }
        assert.equal(callback.received[0]?.form['store_base_url'], 'http://localhost/shop/');
        const missing = await context.send({ method: 'POST', url: '/shop/oauth/token/unknown' });
        assert.deepEqual([missing.status, missing.headers['content-type']], [404, 'text/html; charset=UTF-8']);
      },
      { basePath: '/shop' },
    ),
  ));

test('from the command line a handshake needs the address of the store, and says so', () =>
  withCallback((callback) =>
    withApplication(async (context) => {
      const ports = { ...context.call().ports, allowPrivateAddresses: true };
      const call = context.call({ ports });
      const { id } = await makeIntegration(call, { name: 'CRM', all_resources: true, ...callback.urls });
      await assert.rejects(activateIntegration(call, id), { message: /Set web\/unsecure\/base_url first/ });
      const bearer = await firstAdminToken(context);
      const body = { path: 'web/unsecure/base_url', value: 'https://shop.example/' };
      await manage(context, bearer, { method: 'PUT', url: 'config', body });
      const { success_call_back } = await activateIntegration(call, id);
      assert.equal(success_call_back, 'https://shop.example/admin/integration/loginSuccessCallback');
      assert.equal(callback.received[0]?.form['store_base_url'], 'https://shop.example/');
    }),
  ));

test('the page that the merchant comes back to closes its window under a strict policy', () =>
  withApplication(async ({ send }) => {
    const page = await send({ url: '/admin/integration/loginSuccessCallback?x=<script>' });
    assert.equal(page.status, 200);
    assert.match(page.text, /window\.close/);
    assert.equal(page.text.includes('<script>x') || page.text.includes('x=<'), false);
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; script-src 'sha256-/);
  }));

test('a request token that nobody exchanged is removed after two hours', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    tokenPairOf(
      await context.send(signed(context, consumerOf(callback), { method: 'POST', url: '/oauth/token/request' })),
    );
    await cleanUpJob.run(context.call());
    const rows = () => context.call().db.query.selectFrom('oauth_token').selectAll().execute();
    assert.equal((await rows()).length, 1);
    context.clock.now += 121 * 60_000;
    await cleanUpJob.run(context.call());
    assert.deepEqual(await rows(), []);
  }));
