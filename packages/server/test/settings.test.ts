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
    for (const [wrong, field] of [
      [{ scope: 'shelves', scopeId: 1 }, /"scope"/],
      [{ scope: 'stores' }, /scopeId/],
      [{ scopeId: 1 }, /scopeId/],
    ] as const) {
      const { status, json } = await context.send({
        method: 'PUT',
        url: '/rest/V1/config',
        bearer,
        body: { path: PATH, value: '2', ...wrong },
      });
      assert.equal(status, 400);
      assert.match(JSON.stringify(json), field);
    }
  }));

test('a setting that nothing could work with is refused', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const set = async (path: string, value: string) =>
      (await context.send({ method: 'PUT', url: '/rest/V1/config', bearer, body: { path, value } })).status;
    for (const [path, bad, good] of [
      ['tessera/admin/path', ['my admin', '../x', 'rest', 'soap/x', 'a//b', '?x'], ['backend', '/shop/admin/', '']],
      ['tessera/server/trusted_proxies', ['foo', '10.0.0.0/99', '10.0.0.1,x'], ['10.0.0.0/8, ::1', '']],
      [
        'web/unsecure/base_url',
        ['mailto:x', 'javascript:alert(1)', 'shop.example.com', 'http://'],
        ['https://shop.example.com/', ''],
      ],
      ['web/secure/base_url', ['data:,x', 'https://a b/'], ['https://shop.example.com:8443/magento/']],
      ['general/locale/timezone', ['Mars/Phobos', ''], ['Europe/Berlin', 'UTC']],
      ['customer/password/minimum_password_length', ['5000'], ['12']],
      ['system/bulk/lifetime', ['99999999999999'], ['30']],
    ] as const) {
      for (const value of bad) assert.equal(await set(path, value), 400, `${path} ${value}`);
      for (const value of good) assert.equal(await set(path, value), 200, `${path} ${value}`);
    }
  }));
