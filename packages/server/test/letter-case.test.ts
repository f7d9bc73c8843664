import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CustomerAnswer, newCustomer, type Send, withCustomers } from './customers.ts';
import { CUSTOMER_PASSWORD } from './people.ts';

const PREFIX = 'searchCriteria[filter_groups][0][filters][0]';
const found = async (admin: Send, field: string, condition: string, value: string): Promise<number[]> => {
  const filter = `${PREFIX}[field]=${field}&${PREFIX}[condition_type]=${condition}&${PREFIX}[value]=${encodeURIComponent(value)}`;
  const { items } = (await admin('GET', `customers/search?${filter}`)).json as { items: CustomerAnswer[] };
  return items.map(({ id }) => id);
};

test('customers are found and sorted with the letter case of all scripts aside', () =>
  withCustomers(async ({ admin }) => {
    for (const [index, firstname] of ['Ärger', 'ärmel', 'Élan', 'ÉTÉ', 'Жан', 'zoe'].entries())
      await admin('POST', 'customers', newCustomer(`${index}@example.com`, { firstname }));
    assert.deepEqual(await found(admin, 'firstname', 'eq', 'ärger'), [1]);
    assert.deepEqual(await found(admin, 'firstname', 'in', 'ÄRGER,жан'), [1, 5]);
    assert.deepEqual(await found(admin, 'firstname', 'neq', 'ÄRGER'), [2, 3, 4, 5, 6]);
    assert.deepEqual(await found(admin, 'firstname', 'like', '%Ä%'), [1, 2]);
    assert.deepEqual(await found(admin, 'firstname', 'nlike', '%é%'), [1, 2, 5, 6]);
    assert.deepEqual(await found(admin, 'firstname', 'finset', 'été'), [4]);
    assert.deepEqual(await found(admin, 'firstname', 'gteq', 'Été'), [4, 5]);
    const sort = 'searchCriteria[sortOrders][0]';
    const sorted = await admin('GET', `customers/search?${sort}[field]=firstname&${sort}[direction]=ASC`);
    assert.deepEqual(
      (sorted.json as { items: CustomerAnswer[] }).items.map(({ firstname }) => firstname),
      ['zoe', 'Ärger', 'ärmel', 'Élan', 'ÉTÉ', 'Жан'],
    );
  }));

test('an address and a group code that differ in letter case only are taken, in all scripts', () =>
  withCustomers(async ({ admin, send }) => {
    const customer = { ...newCustomer('ü@müller.de'), password: CUSTOMER_PASSWORD };
    assert.equal((await admin('POST', 'customers', customer)).status, 200);
    const again = await admin('POST', 'customers', newCustomer('Ü@MÜLLER.de'));
    assert.equal(again.status, 400, again.text);
    assert.match(again.text, /already exists/);
    const token = await send({
      method: 'POST',
      url: '/rest/V1/integration/customer/token',
      body: { username: 'Ü@Müller.DE', password: CUSTOMER_PASSWORD },
    });
    assert.equal(token.status, 200, token.text);
    assert.equal((await admin('POST', 'customerGroups', { group: { code: 'Ärzte' } })).status, 200);
    const group = await admin('POST', 'customerGroups', { group: { code: 'ärzte' } });
    assert.deepEqual([group.status, group.text.includes('already exists')], [400, true]);
  }));
