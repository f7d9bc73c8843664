import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from '../application.ts';
import { createAdmin, firstAdminToken, requestAdminToken, tokenOf } from '../people.ts';

const URLS = [
  '/rest/schema?services=all',
  '/rest/openapi',
  '/rest/async/schema?services=all',
  '/soap/default?wsdl_list=1',
];
const SECRET = /adminRoles|userUserManagement|UserManagementV1/i;

test('a document that was made for one caller is never shown to another who may do less', () =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    await createAdmin(context, root, 'clerk', ['Magento_Customer::customer', 'Magento_Customer::manage']);
    const clerk = tokenOf(await requestAdminToken(context, 'clerk'));
    const read = async (url: string, bearer?: string): Promise<string> =>
      (await context.send(bearer === undefined ? { url } : { url, bearer })).text;
    for (const url of URLS) {
      // First those who may do most: their document is in the cache when the others come.
      const all = await read(url, root);
      const some = await read(url, clerk);
      const guest = await read(url);
      if (!url.includes('services=all')) assert.match(all, SECRET);
      for (const text of [some, guest]) assert.doesNotMatch(text, SECRET, url);
      assert.match(some, /customers\/\{customerId\}|customerCustomerRepositoryV1/);
      assert.doesNotMatch(guest, /customerGroups|customerGroupRepositoryV1/, url);
      assert.deepEqual([await read(url, root), await read(url, clerk), await read(url)], [all, some, guest]);
    }
  }));

test('a description of a service that is not for the caller is refused, whoever asked before', () =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    for (const url of [
      '/soap/default?wsdl&services=customerGroupRepositoryV1',
      '/rest/schema?services=customerGroupRepositoryV1',
    ]) {
      assert.equal((await context.send({ url, bearer: root })).status, 200);
      assert.equal((await context.send({ url })).status, 401, url);
    }
  }));

test('no document can be kept by a cache on the way', () =>
  withApplication(async ({ send }) => {
    for (const url of URLS) assert.match(String((await send({ url })).headers['cache-control']), /no-store/, url);
  }));
