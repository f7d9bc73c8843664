import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineModule } from '@tessera/webapi';
import { withApplication } from '../application.ts';
import { createCustomer, firstAdminToken, requestCustomerToken, tokenOf } from '../people.ts';
import { manage } from '../third-party.ts';

const URL = '/rest/async/bulk/V1/customers/isEmailAvailable';
const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ customerEmail: `${index}@example.com` }));

test('guests and customers queue few calls at once, others many, and nobody more than is set', () =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    await createCustomer(context, 'eve@example.com');
    const customer = tokenOf(await requestCustomerToken(context, 'eve@example.com'));
    const status = async (count: number, bearer?: string): Promise<number> =>
      (
        await context.send({
          method: 'POST',
          url: URL,
          body: items(count),
          ...(bearer === undefined ? {} : { bearer }),
        })
      ).status;
    for (const bearer of [undefined, customer]) {
      assert.equal(await status(100, bearer), 202);
      assert.equal(await status(101, bearer), 400);
    }
    assert.equal(await status(101, root), 202);
    const body = { path: 'tessera/limits/bulk_items', value: '150' };
    await manage(context, root, { method: 'PUT', url: 'config', body });
    assert.equal(await status(151, root), 400);
  }));

let looked = 0;
const counter = defineModule({
  name: 'Tessera_Counter',
  inputRules: [
    ({ path, method }) =>
      path === '/V1/customers' && method === 'POST'
        ? (input) => {
            looked++;
            return input;
          }
        : null,
  ],
});

test('a bulk of nothing but mistakes is given up after the first hundred', () =>
  withApplication(
    async (context) => {
      const bearer = await firstAdminToken(context);
      const body = `[${'{},'.repeat(4999)}{}]`;
      const headers = { 'content-type': 'application/json' };
      const answer = await context.send({
        method: 'POST',
        url: '/rest/async/bulk/V1/customers',
        bearer,
        headers,
        body,
      });
      assert.equal(answer.status, 400);
      assert.equal((answer.json as { errors: unknown[] }).errors.length, 100);
      assert.equal(looked, 100);
    },
    { modules: [counter] },
  ));
