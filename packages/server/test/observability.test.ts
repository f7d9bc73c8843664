import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse } from '@tessera/webapi';
import type { Application } from '../src/application.ts';
import { testDialect, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import { activeIntegration } from './third-party.ts';

const ask = (application: Application, url: string): Promise<HttpResponse> =>
  application.handle({
    method: 'GET',
    url,
    headers: { host: 'localhost' },
    body: async () => Buffer.alloc(0),
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    host: 'localhost',
  });

test('the health checks say that the process lives and that the database answers', () =>
  withApplication(async ({ send }) => {
    assert.deepEqual((await send({ url: '/health/live' })).json, { status: 'alive' });
    assert.deepEqual((await send({ url: '/health/ready' })).json, { status: 'ready' });
  }));

test('metrics count requests by route template, whatever a client puts into its URLs', () =>
  withApplication(async ({ send }) => {
    await send({ url: '/rest/V1/directory/currency' });
    await send({ url: '/rest/V1/store/websites' });
    for (let i = 0; i < 20; i++) await send({ url: `/rest/V1/nope/${i}`, method: 'GET' });
    const { text } = await send({ url: '/metrics' });
    assert.match(
      text,
      /tessera_requests_total\{method="GET",route="\/V1\/directory\/currency",status="200",caller="guest",binding="rest"\} 1/,
    );
    assert.match(text, /route="\/V1\/store\/websites",status="401"/);
    assert.match(text, /tessera_refusals_total\{code="route_not_found"\} 20/);
    assert.equal(text.match(/tessera_requests_total\{[^}]*route="none"/g)?.length, 1);
  }));

test('every answer is counted, those too that were refused before anybody was asked, and those beside the Web API', () =>
  withApplication(async ({ send }) => {
    await send({ url: '/rest/V1/store/websites', headers: { accept: 'image/png' } });
    await send({ url: '/rest/V1/store/websites', method: 'PATCH' });
    await send({ url: '/oauth/token/request', method: 'POST' });
    await send({ url: '/soap/default?services=directoryCurrencyInformationAcquirerV1', method: 'POST', body: '<x/>' });
    await send({ url: '/nothing/here' });
    const { text } = await send({ url: '/metrics' });
    for (const labels of [
      'method="GET",route="none",status="406",caller="unknown",binding="rest"',
      'method="other",route="none",status="405",caller="unknown",binding="rest"',
      'method="POST",route="/oauth/token/request",status="400",caller="unknown",binding="endpoint"',
      'method="GET",route="none",status="404",caller="unknown",binding="endpoint"',
    ])
      assert.ok(text.includes(`tessera_requests_total{${labels}} 1\n`), `${labels} in ${text}`);
    assert.match(text, /tessera_requests_total\{method="POST",[^}]*binding="soap"\} 1/);
  }));

test('durations, time of the database, queues and handshakes are told, with what they really were', () =>
  withApplication(async (context) => {
    const { send, call } = context;
    const bearer = await firstAdminToken(context);
    const value = async (series: string): Promise<number> => {
      const { text } = await send({ url: '/metrics' });
      const line = text.split('\n').find((each) => each.startsWith(`${series} `));
      return line === undefined ? Number.NaN : Number(line.slice(series.length + 1));
    };
    for (let i = 0; i < 3; i++) await send({ url: '/rest/V1/customerGroups/1', bearer });
    const of = '{method="GET",route="/V1/customerGroups/:id",binding="rest"}';
    assert.equal(await value(`tessera_request_duration_seconds_count${of}`), 3);
    assert.equal(await value(`tessera_request_duration_seconds_bucket{le="+Inf",${of.slice(1)}`), 3);
    assert.ok((await value(`tessera_request_duration_seconds_sum${of}`)) > 0);

    const selects = 'tessera_database_statement_duration_seconds_count{operation="select"}';
    const commits = 'tessera_database_statement_duration_seconds_count{operation="commit"}';
    const [before, committed] = [await value(selects), await value(commits)];
    await call().db.transaction(async (db) => {
      for (let i = 0; i < 5; i++) await db.query.selectFrom('store').selectAll().execute();
    });
    assert.ok((await value(selects)) >= before + 5);
    assert.ok((await value(commits)) > committed);
    await assert.rejects(
      call()
        .db.query.selectFrom('no_such_table' as 'store')
        .selectAll()
        .execute(),
    );
    assert.equal(await value('tessera_database_failures_total{operation="select"}'), 1);

    assert.equal(await value('tessera_bulk_open_operations'), 0);
    const group = (n: number) => ({ group: { code: `G${n}`, tax_class_id: 3 } });
    const asked = await send({
      url: '/rest/async/bulk/V1/customerGroups',
      method: 'POST',
      bearer,
      body: [group(1), group(2)],
    });
    assert.equal(asked.status, 202, asked.text);
    context.clock.now += 90_000;
    assert.equal(await value('tessera_bulk_open_operations'), 2);
    const oldest = await value('tessera_bulk_oldest_open_seconds');
    assert.ok(oldest >= 89 && oldest <= 91, `${oldest}`);
    assert.equal(await value('tessera_webhook_pending_deliveries'), 0);

    await send({ url: '/oauth/token/request', method: 'POST' });
    assert.equal(await value('tessera_handshake_steps_total{step="request_token",outcome="failed"}'), 1);
    await activeIntegration(context, bearer);
    assert.equal(await value('tessera_handshake_steps_total{step="activation",outcome="ok"}'), 1);
    if (testDialect === 'postgres') assert.ok((await value('tessera_database_connections{state="idle"}')) >= 1);
  }));

test('metrics are for this machine or for the holder of the token', () =>
  withApplication(async (context) => {
    const { send } = context;
    const bearer = await firstAdminToken(context);
    const set = (path: string, value: string) =>
      send({ url: '/rest/V1/config', method: 'PUT', bearer, body: { path, value } });
    const from = async (remoteAddress: string, headers: Record<string, string> = {}): Promise<number> =>
      (await send({ url: '/metrics', remoteAddress, headers })).status;
    const token = { authorization: 'Bearer scrape-me' };
    assert.equal(await from('203.0.113.9'), 403);
    assert.equal(await from('203.0.113.9', token), 403);
    assert.equal((await set('tessera/metrics/token', 'scrape-me')).status, 200);
    assert.equal(await from('203.0.113.9', token), 200);
    assert.equal(await from('203.0.113.9', { authorization: 'Bearer scrape-mE' }), 403);
    assert.equal(await from('203.0.113.9'), 403);
    assert.equal(await from('127.0.0.1'), 200);
    assert.equal(await from('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }), 403, 'a proxy that is not declared');
    assert.equal(await from('127.0.0.1', { ...token, 'x-forwarded-for': '203.0.113.9' }), 200);
    assert.equal((await set('tessera/metrics/local', '0')).status, 200);
    assert.equal(await from('127.0.0.1'), 403);
    assert.equal(await from('127.0.0.1', token), 200);
  }));

test('a process that is told to stop is alive but not ready', () =>
  withApplication(async ({ application }) => {
    application.drain();
    const [live, ready] = await Promise.all([ask(application, '/health/live'), ask(application, '/health/ready')]);
    assert.deepEqual(
      [live.status, ready.status, JSON.parse(ready.body.toString())],
      [200, 503, { status: 'draining' }],
    );
  }));

test('a process is ready while many transactions wait for a connection', () =>
  withApplication(async ({ application }) => {
    const { db } = application.database;
    let release = (): void => {};
    const released = new Promise<void>((done) => {
      release = done;
    });
    const transactions = Array.from({ length: 20 }, () => db.transaction(() => released));
    const ready = await ask(application, '/health/ready');
    release();
    await Promise.all(transactions);
    assert.equal(ready.status, 200);
  }));

test('without its database a process is alive but not ready, and still tells what it has counted', () =>
  withApplication(async ({ application }) => {
    await ask(application, '/health/ready');
    application.database.snapshots.markStale();
    const { db } = application.database;
    const broken = db.query.getExecutor();
    const refused = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    broken.executeQuery = refused;
    Object.assign(db, { run: refused });
    const [live, ready, metrics] = await Promise.all(
      ['/health/live', '/health/ready', '/metrics'].map((path) => ask(application, path)),
    );
    assert.equal(live?.status, 200);
    assert.deepEqual([ready?.status, ready?.body], [503, '{"status":"database unavailable"}']);
    assert.equal(metrics?.status, 200);
    assert.match(String(metrics?.body), /tessera_requests_total\{[^}]*route="\/health\/ready"/);
    assert.doesNotMatch(String(metrics?.body), /tessera_bulk_open_operations/);
  }));
