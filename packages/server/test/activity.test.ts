import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flushActivity } from '@tessera/modules';
import { createSigner } from '@tessera/oauth1';
import type { Batch, WaitingCall } from '../../modules/src/activity/batch.ts';
import { writeBatch } from '../../modules/src/activity/write-batch.ts';
import { type TestApplication, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';

interface Active {
  readonly id: number;
  readonly credentials: Readonly<
    Record<'consumer_key' | 'consumer_secret' | 'access_token' | 'access_token_secret', string>
  >;
}

async function activeIntegration(
  { send }: TestApplication,
  bearer: string,
  resources: readonly string[],
): Promise<Active> {
  const made = await send({
    method: 'POST',
    url: '/rest/V1/integrations',
    bearer,
    body: { integration: { name: 'ERP', resources } },
  });
  const { id } = made.json as { id: number };
  const active = await send({ method: 'POST', url: `/rest/V1/integrations/${id}/activate`, bearer });
  return { id, credentials: active.json as Active['credentials'] };
}

const signed = (
  { credentials }: Active,
  url: string,
  clock: { now: number },
  tokenSecret = credentials.access_token_secret,
): string =>
  createSigner(
    {
      consumerKey: credentials.consumer_key,
      consumerSecret: credentials.consumer_secret,
      token: credentials.access_token,
      tokenSecret,
    },
    { clock: () => Math.floor(clock.now / 1000) },
  )('GET', `http://localhost${url}`);

const GROUPS = '/rest/V1/customerGroups/1';
const logOf = async (context: TestApplication, bearer: string, id: number, query = 'searchCriteria=') => {
  await flushActivity(context.call());
  const { json } = await context.send({ url: `/rest/V1/integrations/${id}/access-log?${query}`, bearer });
  return json as { items: Record<string, unknown>[]; total_count: number };
};

test('calls of an integration are in its access log, the last first, with the reason of a refusal', () =>
  withApplication(async (context) => {
    const { send, clock } = context;
    const bearer = await firstAdminToken(context);
    const erp = await activeIntegration(context, bearer, ['Magento_Customer::group']);
    await send({ url: GROUPS, headers: { authorization: signed(erp, GROUPS, clock) }, remoteAddress: '192.0.2.7' });
    await send({ url: '/rest/V1/customers/7', bearer: erp.credentials.access_token });
    await send({ url: GROUPS, headers: { authorization: signed(erp, GROUPS, clock, 'x'.repeat(32)) } });
    const { items, total_count } = await logOf(context, bearer, erp.id);
    assert.equal(total_count, 3);
    assert.deepEqual(
      items.map(({ method, route, status, remote_address, reason, caller_kind }) => ({
        method,
        route,
        status,
        remote_address,
        reason,
        caller_kind,
      })),
      [
        {
          method: 'GET',
          route: '/V1/customerGroups/:id',
          status: 401,
          remote_address: '127.0.0.1',
          reason: 'The signature is invalid. Verify and try again.',
          caller_kind: 'unknown',
        },
        {
          method: 'GET',
          route: '/V1/customers/:customerId',
          status: 401,
          remote_address: '127.0.0.1',
          reason: "The consumer isn't authorized to access Magento_Customer::customer.",
          caller_kind: 'integration',
        },
        {
          method: 'GET',
          route: '/V1/customerGroups/:id',
          status: 200,
          remote_address: '192.0.2.7',
          reason: undefined,
          caller_kind: 'integration',
        },
      ],
    );
    const refused = await logOf(
      context,
      bearer,
      erp.id,
      'searchCriteria[filter_groups][0][filters][0][field]=status&searchCriteria[filter_groups][0][filters][0][value]=200',
    );
    assert.equal(refused.total_count, 1);
  }));

test('the summary counts calls by time, integration and outcome, and the last use is known', () =>
  withApplication(async (context) => {
    const { send, clock } = context;
    const bearer = await firstAdminToken(context);
    const erp = await activeIntegration(context, bearer, ['Magento_Customer::group']);
    for (let call = 0; call < 20; call++) await send({ url: GROUPS, bearer: erp.credentials.access_token });
    await send({ url: '/rest/V1/customers/7', bearer: erp.credentials.access_token });
    await flushActivity(context.call());
    clock.now += 3_600_000;
    await send({ url: GROUPS, bearer: erp.credentials.access_token });
    await flushActivity(context.call());

    const admin = await firstAdminToken(context);
    const summary = (await send({ url: '/rest/V1/activity/summary?hours=3', bearer: admin })).json as {
      points: { calls: number; refused: number }[];
      integrations: { name: string; calls: number; refused: number; errors: number; p95: number; series: number[] }[];
    };
    assert.equal(summary.points.length, 36);
    const [own] = summary.integrations;
    assert.deepEqual(
      { name: own?.name, calls: own?.calls, refused: own?.refused, errors: own?.errors },
      { name: 'ERP', calls: 22, refused: 1, errors: 0 },
    );
    assert.deepEqual(
      own?.series.filter((calls) => calls > 0),
      [21, 1],
    );
    assert.ok((own?.p95 ?? 0) > 0);
    const use = (await send({ url: `/rest/V1/activity/integrations?ids=${erp.id},999,x`, bearer: admin })).json as {
      last_used_at: string;
    }[];
    assert.equal(use[0]?.last_used_at, new Date(clock.now).toISOString().slice(0, 19).replace('T', ' '));
  }));

test('no text of a call that is refused costs the log or the statistics anything', () =>
  withApplication(async (context) => {
    const { send, call } = context;
    const body = (name: string) => ({ method: 'POST', url: '/rest/V1/customers', body: { customer: { [name]: 1 } } });
    for (const name of ['a\0b', '\ud800', `${'x'.repeat(499)}\u{1f600}`, 'y'.repeat(9000)])
      assert.equal((await send(body(name))).status, 400);
    await send({ url: GROUPS });
    await flushActivity(call());
    const lines = await call().db.query.selectFrom('api_call').select(['reason', 'status']).orderBy('id').execute();
    assert.equal(lines.length, 5);
    assert.match(lines[0]?.reason ?? '', /"A\ufffdb" is not supported/);
    for (const { reason } of lines) assert.ok(reason === null || (reason.length <= 500 && reason.isWellFormed()));
    const counts = await call().db.query.selectFrom('api_call_count').select('calls').execute();
    assert.equal(
      counts.reduce((sum, { calls }) => sum + Number(calls), 0),
      5,
    );
  }));

test('a line that cannot be written costs no other line, count or use', () =>
  withApplication(async ({ call }) => {
    const { query } = call().db;
    const line = (microseconds: number, status: number | null): WaitingCall => ({
      ...{ occurred_at: call().now(), caller_kind: 'guest', caller_id: null, caller_name: null, integration_id: null },
      ...{ consumerKey: null, method: 'GET', route: '/V1/a', microseconds, remote_address: '127.0.0.1', reason: null },
      status: status as number,
    });
    const batch: Batch = {
      calls: Array.from({ length: 77 }, (_, index) => line(index, index === 40 ? null : 200)),
      counts: [{ slot: 0, caller_kind: 'guest', integration_id: 0, outcome: 'ok', duration: 0, calls: 77 }],
      used: new Map([[7, 1000]]),
      usedTokens: new Map([[8, 2000]]),
    };
    await assert.rejects(writeBatch(call(), batch), /refused 1 entries/);
    const lines = await query.selectFrom('api_call').select('microseconds').orderBy('id').execute();
    assert.deepEqual(
      lines.map(({ microseconds }) => Number(microseconds)),
      Array.from({ length: 77 }, (_, index) => index).filter((index) => index !== 40),
    );
    assert.equal(Number((await query.selectFrom('api_call_count').select('calls').executeTakeFirst())?.calls), 77);
    assert.deepEqual(await query.selectFrom('integration_use').select('integration_id').execute(), [
      { integration_id: 7 },
    ]);
    assert.deepEqual(await query.selectFrom('oauth_token_use').select('token_id').execute(), [{ token_id: 8 }]);
  }));

test('under load every call is counted, while the log takes so many a second', () =>
  withApplication(async (context) => {
    const { send } = context;
    const bearer = await firstAdminToken(context);
    const erp = await activeIntegration(context, bearer, ['Magento_Customer::group']);
    await flushActivity(context.call());
    for (let call = 0; call < 700; call++) await send({ url: GROUPS, bearer: erp.credentials.access_token });
    const { total_count } = await logOf(context, bearer, erp.id);
    assert.ok(total_count >= 500 && total_count <= 700, String(total_count));
    const { integrations } = (await send({ url: '/rest/V1/activity/summary', bearer })).json as {
      integrations: { calls: number }[];
    };
    assert.equal(integrations[0]?.calls, 700);
  }));

test('the log is cut to its size and age', () =>
  withApplication(async (context) => {
    const { application, send, call, clock } = context;
    const bearer = await firstAdminToken(context);
    const erp = await activeIntegration(context, bearer, ['Magento_Customer::group']);
    await send({ url: GROUPS, bearer: erp.credentials.access_token });
    await flushActivity(call());
    const job = application.kernel.modules
      .flatMap((module) => module.jobs ?? [])
      .find(({ name }) => name === 'activity-clean-up');
    await job?.run(call());
    assert.notEqual((await call().db.query.selectFrom('api_call').selectAll().execute()).length, 0);
    clock.now += 31 * 86_400_000;
    await job?.run(call());
    assert.deepEqual(await call().db.query.selectFrom('api_call').selectAll().execute(), []);
    assert.deepEqual(await call().db.query.selectFrom('api_call_count').selectAll().execute(), []);
  }));

test('the log is cut to its size in slices, and what is newest stays', () =>
  withApplication(async (context) => {
    const { application, call } = context;
    const { query } = call().db;
    const entry = (microseconds: number) => ({
      occurred_at: call().now(),
      caller_kind: 'guest',
      caller_id: null,
      caller_name: null,
      integration_id: null,
      method: 'GET',
      route: '/V1/store/websites',
      status: 200,
      microseconds,
      remote_address: '127.0.0.1',
      reason: null,
    });
    for (let from = 0; from < 1700; from += 100)
      await query
        .insertInto('api_call')
        .values(Array.from({ length: 100 }, (_, index) => entry(from + index)))
        .execute();
    const { settings } = call();
    const job = application.kernel.modules
      .flatMap((module) => module.jobs ?? [])
      .find(({ name }) => name === 'activity-clean-up');
    const get = ((asked: { path: string }) =>
      asked.path === 'tessera/activity/log_rows' ? 200 : settings.get(asked as never)) as typeof settings.get;
    await job?.run({ ...call(), settings: { ...settings, get } });
    const kept = await query.selectFrom('api_call').select('microseconds').orderBy('id').execute();
    assert.deepEqual(
      kept.map(({ microseconds }) => Number(microseconds)),
      Array.from({ length: 200 }, (_, index) => 1500 + index),
    );
  }));

test('the signature debugger says what is wrong, and tells neither secrets nor a right signature', () =>
  withApplication(async (context) => {
    const { send, clock } = context;
    const bearer = await firstAdminToken(context);
    const erp = await activeIntegration(context, bearer, ['Magento_Customer::group']);
    const url = `http://localhost${GROUPS}`;
    const explain = async (authorization: string, more: object = {}) =>
      send({
        method: 'POST',
        url: `/rest/V1/integrations/${erp.id}/debug-signature`,
        bearer,
        body: { authorization, method: 'GET', url, ...more },
      });
    const good = signed(erp, GROUPS, clock);
    const right = (await explain(good)).json as { matches: boolean; rule: string };
    assert.deepEqual({ matches: right.matches, rule: right.rule }, { matches: true, rule: 'rfc5849' });

    const verdictOf = async (): Promise<string[]> =>
      ((await explain(good)).json as { verdicts: { code: string }[] }).verdicts.map(({ code }) => code);
    assert.ok(!(await verdictOf()).includes('nonce-used'), 'nobody has sent it yet');
    assert.equal((await send({ url: GROUPS, headers: { authorization: good } })).status, 200);
    assert.ok((await verdictOf()).includes('nonce-used'));

    const wrong = await explain(signed(erp, GROUPS, clock, erp.credentials.consumer_secret));
    const verdicts = (wrong.json as { matches: boolean; verdicts: { text: string }[] }).verdicts
      .map(({ text }) => text)
      .join(' ');
    assert.equal((wrong.json as { matches: boolean }).matches, false);
    assert.match(verdicts, /secret/i);
    for (const secret of [erp.credentials.consumer_secret, erp.credentials.access_token_secret])
      assert.ok(!wrong.text.includes(secret));
    const rightSignature = decodeURIComponent(/oauth_signature="([^"]+)"/.exec(good)?.[1] ?? 'none');
    assert.ok(!wrong.text.includes(rightSignature));

    clock.now += 3 * 3_600_000;
    const stale = await send({
      method: 'POST',
      url: `/rest/V1/integrations/${erp.id}/debug-signature`,
      bearer: await firstAdminToken(context),
      body: { authorization: good, method: 'GET', url, clientBaseString: 'GET&http%3A%2F%2Flocalhost%2Frest%2FV2' },
    });
    const late = stale.json as { timestamp: string; difference: { part: string } };
    assert.equal(late.timestamp, 'stale');
    assert.equal(late.difference.part, 'url');
  }));

test('nonsense is refused beside its field, and other people are refused at all', () =>
  withApplication(async (context) => {
    const { send } = context;
    const bearer = await firstAdminToken(context);
    const erp = await activeIntegration(context, bearer, ['Magento_Customer::group']);
    const url = `/rest/V1/integrations/${erp.id}/debug-signature`;
    const body = { authorization: 'OAuth oauth_consumer_key="x"', method: 'GET', url: 'http://localhost/' };
    for (const [changes, field] of [
      [{ authorization: 'Basic abc' }, 'authorization'],
      [{ url: 'localhost' }, 'url'],
      [{ authorization: `OAuth ${'x'.repeat(20_000)}` }, 'authorization'],
    ] as const) {
      const { status, json } = await send({ method: 'POST', url, bearer, body: { ...body, ...changes } });
      assert.equal(status, 400);
      assert.equal((json as { parameters: { fieldName: string } }).parameters.fieldName, field);
    }
    for (const path of [
      `integrations/${erp.id}/access-log?searchCriteria=`,
      'activity/summary',
      'activity/integrations?ids=1',
      'lockedUsers',
    ])
      assert.equal((await send({ url: `/rest/V1/${path}`, bearer: erp.credentials.access_token })).status, 401, path);
    assert.equal((await send({ url: '/rest/V1/integrations/999/access-log?searchCriteria=', bearer })).status, 404);
    const large = `/rest/V1/integrations/${erp.id}/access-log?searchCriteria[pageSize]=501`;
    assert.equal((await send({ url: large, bearer })).status, 400);
  }));
