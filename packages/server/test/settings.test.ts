import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';

const PATH = 'customer/create_account/default_group';

test('a setting is set where there is a website or store view, by default or for one of them', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const put = (body: object) =>
      context.send({ method: 'PUT', url: '/rest/V1/config', bearer, body: { path: PATH, ...body } });
    assert.equal((await put({ value: '2' })).status, 200);
    assert.equal((await put({ value: '3', scope: 'websites', scopeId: 1 })).status, 200);
    assert.equal((await put({ value: '2', scope: 'stores', scopeId: 1 })).status, 200);
    const shown = await context.send({ url: `/rest/V1/config?path=${PATH}&scope=websites&scopeId=1`, bearer });
    assert.equal((shown.json as { value: string }).value, '3');
  }));

test('a setting cannot be set where there is no website or store view', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    for (const scope of ['websites', 'stores'])
      for (const scopeId of [4242, -1, 99_999_999_999])
        for (const method of ['PUT', 'GET']) {
          const query = method === 'GET' ? `?path=${PATH}&scope=${scope}&scopeId=${scopeId}` : '';
          const { status, json } = await context.send({
            method,
            url: `/rest/V1/config${query}`,
            bearer,
            ...(method === 'GET' ? {} : { body: { path: PATH, value: '2', scope, scopeId } }),
          });
          assert.equal(status, 400, `${method} ${scope} ${scopeId}`);
          assert.match(JSON.stringify(json), /scopeId/);
        }
    const { json } = await context.send({
      method: 'PUT',
      url: '/rest/V1/config',
      bearer,
      body: { path: PATH, value: '2', scope: 'shelves' },
    });
    assert.match(JSON.stringify(json), /"scope"/);
  }));
