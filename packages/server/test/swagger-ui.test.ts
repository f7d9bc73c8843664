import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from './application.ts';

test('the page of Swagger UI and everything it refers to come from here', () =>
  withApplication(
    async ({ send }) => {
      const page = await send({ url: '/shop/swagger' });
      assert.equal(page.status, 200);
      assert.match(
        String(page.headers['content-security-policy']),
        /default-src 'none'; script-src 'self'; style-src 'self';/,
      );
      assert.doesNotMatch(
        page.text,
        /<script>|<style>|style="| on\w+="|https?:/,
        'nothing inline, nothing from elsewhere',
      );
      const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => String(url));
      assert.equal(files.length, 5);
      for (const url of files) {
        const file = await send({ url });
        assert.equal(file.status, 200, url);
        assert.match(url, /^\/shop\/swagger\//);
        assert.equal(file.headers['x-content-type-options'], 'nosniff');
      }
    },
    { basePath: '/shop' },
  ));

test('no other file is served', () =>
  withApplication(async ({ send }) => {
    for (const name of ['index.html', 'package.json', '../package.json', '..%2Fpackage.json', '__proto__', 'toString'])
      assert.equal((await send({ url: `/swagger/${name}` })).status, 404, name);
  }));

test('Swagger UI can be switched off', () =>
  withApplication(async ({ send, application, call }) => {
    await application.kernel
      .match('PUT', ['V1', 'config'])
      ?.route.invoke({ path: 'tessera/swagger/enabled', value: '0' }, call());
    assert.equal((await send({ url: '/swagger' })).status, 404);
    assert.equal((await send({ url: '/rest/schema' })).status, 200);
  }));
