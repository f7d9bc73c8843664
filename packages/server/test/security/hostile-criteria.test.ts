import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineModule, SearchCriteria } from '@tessera/webapi';
import { type TestApplication, withApplication } from '../application.ts';
import { firstAdminToken } from '../people.ts';
import { manage } from '../third-party.ts';
import { subscribe, withEndpoint } from '../webhook-endpoint.ts';

// An answer from 500 on makes `send` throw.

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
const NESTED = ['[value][0][a]=1', '[value][a][b][c]=1', '[value][toString]=1&F[value][valueOf][]=1'];

/** The queries of every search, at ids that exist. */
const searches = ({ application }: TestApplication): string[] =>
  application.kernel.routes
    .filter(({ route }) => Object.values(route.operation.parameters).some(({ type }) => type === SearchCriteria))
    .map(({ path }) => `/rest${path.replace(/:\w+/g, '1')}`);
const filter = (field: string, more: string): string => {
  const at = 'searchCriteria[filter_groups][0][filters][0]';
  return `${at}[field]=${field}&${at}${more.replaceAll('F', at)}`;
};

const withSearches = (run: (search: (query: string) => Promise<Record<string, number>>) => Promise<void>) =>
  withEndpoint(async (setting) => {
    const { context, bearer } = setting;
    await subscribe(setting);
    await run(async (query) => {
      const statuses: Record<string, number> = {};
      for (const url of searches(context))
        statuses[url] = (await context.send({ url: `${url}?${query}`, bearer })).status;
      assert.ok(Object.keys(statuses).length > 8);
      return statuses;
    });
  });

test('names of what every object has are no fields of any search', () =>
  withSearches(async (search) => {
    for (const name of NAMES) {
      for (const [url, status] of Object.entries(await search(filter(name, '[value]=1'))))
        assert.equal(status, 400, `${url} by ${name}`);
      const sort = `searchCriteria[page_size]=1&searchCriteria[sort_orders][0][field]=${name}&searchCriteria[sort_orders][0][direction]=ASC`;
      for (const [url, status] of Object.entries(await search(sort))) assert.equal(status, 200, `${url} by ${name}`);
    }
  }));

test('a value within a value is refused by every search', () =>
  withSearches(async (search) => {
    for (const value of NESTED)
      for (const [url, status] of Object.entries(await search(filter('id', value))))
        assert.equal(status, 400, `${url} ${value}`);
  }));

test('a page size that is no number is refused, with limits and without', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const status = async () =>
      (await context.send({ url: '/rest/V1/customers/search?searchCriteria[pageSize][a]=1', bearer })).status;
    assert.equal(await status(), 400);
    const body = { path: 'webapi/validation/input_limit_enabled', value: '1' };
    await manage(context, bearer, { method: 'PUT', url: 'config', body });
    assert.equal(await status(), 400);
  }));

test('a custom attribute whose value or code is no text is refused', () =>
  withApplication(
    async ({ send }) => {
      const customer = { email: 'a@example.com', firstname: 'A', lastname: 'B' };
      for (const attribute of [
        { attribute_code: 'crm_id', value: [{ toString: 1, valueOf: 1 }] },
        { attribute_code: 'crm_id', value: { a: [1] } },
        { attribute_code: { toString: 1, valueOf: 1 } },
      ]) {
        const body = { customer: { ...customer, custom_attributes: [attribute] }, password: 'Right-Pass1' };
        const answer = await send({ method: 'POST', url: '/rest/V1/customers', body });
        assert.equal(answer.status, 400, answer.text);
        assert.match(answer.text, /custom_attributes|attribute code/);
      }
    },
    {
      modules: [
        defineModule({
          name: 'Test_Attributes',
          requires: ['Magento_Customer'],
          customerAttributes: [{ code: 'crm_id', label: 'CRM id' }],
        }),
      ],
    },
  ));
