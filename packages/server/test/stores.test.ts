import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';

test('a guest is told which resource the store lists need', () =>
  withApplication(async ({ send }) => {
    const { status, json } = await send({ url: '/rest/V1/store/websites' });
    assert.equal(status, 401);
    assert.deepEqual(json, {
      message: "The consumer isn't authorized to access %resources.",
      parameters: { resources: 'Magento_Backend::store' },
    });
  }));

test('an unknown store code and a missing version are refused before routing', () =>
  withApplication(async ({ send }) => {
    for (const url of ['/rest/nope/V1/store/websites', '/rest', '/rest/default']) {
      const { status, json } = await send({ url });
      assert.equal(status, 400, url);
      assert.deepEqual(json, { message: 'Specified request cannot be processed.' });
    }
  }));

test('no store view has a code that means something else in a URL', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const create = (code: string) =>
      context.send({
        method: 'POST',
        url: '/rest/V1/store/storeViews',
        bearer,
        body: { store: { code, name: 'A view', store_group_id: 1, is_active: 1 } },
      });
    for (const code of ['all', 'admin', 'async', 'schema', 'openapi', 'V1', '1a']) {
      const { status, json } = await create(code);
      assert.equal(status, 400, code);
      assert.match(JSON.stringify(json), /"fieldName":"code"/);
    }
    assert.equal((await create('asynchronous')).status, 200);
  }));
