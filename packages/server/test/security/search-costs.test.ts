import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDialect } from '../application.ts';
import { newCustomer, withCustomers } from '../customers.ts';
import { firstAdminToken } from '../people.ts';

// Search criteria by SOAP are not bound by the length of a URL.

const filter = (value: string, condition = 'in'): string =>
  `<item><filters><item><field>email</field><value>${value}</value><conditionType>${condition}</conditionType></item></filters></item>`;
const envelope = (criteria: string): string =>
  `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><customerCustomerRepositoryV1GetListRequest><searchCriteria>${criteria}</searchCriteria></customerCustomerRepositoryV1GetListRequest></e:Body></e:Envelope>`;

test('criteria with too many filters, values or sort orders are refused before the database sees them', () =>
  withCustomers(async (context) => {
    const bearer = await firstAdminToken(context);
    const search = async (criteria: string): Promise<string> =>
      (
        await context.send({
          method: 'POST',
          url: '/soap/default?services=customerCustomerRepositoryV1',
          headers: { 'content-type': 'application/soap+xml' },
          body: envelope(criteria),
          bearer,
        })
      ).text;
    const values = (count: number): string => 'a,'.repeat(count - 1);
    const sort = '<item><field>email</field><direction>ASC</direction></item>';
    assert.match(await search(`<filterGroups>${filter(values(10_000))}</filterGroups>`), /totalCount>0</);
    assert.match(await search(`<filterGroups>${filter(values(10_002))}</filterGroups>`), /more than 10000 values/);
    const items = '<item>a</item>'.repeat(20_000);
    assert.match(await search(`<filterGroups>${filter(items)}</filterGroups>`), /more than 10000 values/);
    assert.match(await search(`<filterGroups>${filter('a', 'eq').repeat(500)}</filterGroups>`), /totalCount>0</);
    assert.match(
      await search(`<filterGroups>${filter('a', 'eq').repeat(501)}</filterGroups>`),
      /more than 500 filters/,
    );
    assert.match(await search(`<sortOrders>${sort.repeat(51)}</sortOrders>`), /more than 50 sort orders/);
  }));

test(
  'a regular expression that is tried on many texts is given up after a second',
  {
    skip: testDialect === 'postgres' && 'PostgreSQL matches in a process of its own',
  },
  () =>
    withCustomers(async ({ admin, application }) => {
      await admin('POST', 'customers', newCustomer(`${'a'.repeat(60)}@example.com`));
      const { query } = application.database.db;
      const [row] = await query.selectFrom('customer').selectAll().execute();
      assert.ok(row !== undefined);
      const { id: _, ...columns } = row;
      const copies = Array.from({ length: 2000 }, (_, index) => ({
        ...columns,
        email: `${'a'.repeat(200)}${index}@example.com`,
      }));
      for (let at = 0; at < copies.length; at += 500)
        await query
          .insertInto('customer')
          .values(copies.slice(at, at + 500))
          .execute();
      const began = performance.now();
      const pattern = encodeURIComponent('(?:a?){200}a{200}(?:a?){200}b');
      const { status, text } = await admin(
        'GET',
        `customers/search?searchCriteria[filter_groups][0][filters][0][field]=email&searchCriteria[filter_groups][0][filters][0][value]=${pattern}&searchCriteria[filter_groups][0][filters][0][condition_type]=regexp`,
      );
      assert.equal(status, 400, text);
      assert.match(text, /takes too long/);
      assert.ok(performance.now() - began < 20_000);
      assert.equal((await admin('GET', 'customers/1')).status, 200);
    }),
);
