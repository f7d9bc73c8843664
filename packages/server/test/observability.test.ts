import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from './application.ts';

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
    assert.equal(text.match(/route="none"/g)?.length, 1);
  }));

test('metrics are for this machine or for the holder of the token', () =>
  withApplication(async ({ send }) => {
    const from = (authorization?: string) =>
      send({
        url: '/metrics',
        remoteAddress: '203.0.113.9',
        ...(authorization === undefined ? {} : { headers: { authorization } }),
      });
    assert.equal((await from()).status, 403);
    assert.equal((await from('Bearer guessed')).status, 403);
  }));
