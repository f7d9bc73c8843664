import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from './application.ts';

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
