import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newCustomer, withCustomers } from '../customers.ts';
import { requestCustomerToken } from '../people.ts';

test('who registers with an address that is to be confirmed is not told the key, by any binding', () =>
  withCustomers(async (context) => {
    await context.admin('PUT', 'config', { path: 'customer/create_account/confirm', value: '1' });
    const body = (name: string) => ({ ...newCustomer(`${name}@example.com`), password: 'Password1!' });
    const calls = [{ id: 'a', method: 'POST', url: '/V1/customers', body: body('aggregate') }];
    const fields = '<email>soap@example.com</email><firstname>A</firstname><lastname>B</lastname>';
    const operation = `customerAccountManagementV1CreateAccountRequest`;
    const answers = [
      await context.send({ method: 'POST', url: '/rest/V1/customers', body: body('json') }),
      await context.send({
        method: 'POST',
        url: '/rest/V1/customers',
        body: body('xml'),
        headers: { accept: 'text/xml' },
      }),
      await context.send({ method: 'POST', url: '/rest/V1/aggregate', body: { calls } }),
      await context.send({
        method: 'POST',
        url: '/soap/default?services=customerAccountManagementV1',
        headers: { 'content-type': 'application/soap+xml' },
        body: `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><${operation}><customer>${fields}</customer></${operation}></e:Body></e:Envelope>`,
      }),
    ];
    const rows = await context.application.database.db.query.selectFrom('customer').selectAll().execute();
    assert.equal(rows.length, answers.length);
    for (const { email, confirmation } of rows) {
      assert.ok(confirmation !== null && confirmation.length === 32);
      for (const { text } of answers) assert.ok(!text.includes(confirmation), `${email}: ${text}`);
    }
    assert.equal((await requestCustomerToken(context, 'json@example.com', 'Password1!')).status, 401);
    // Whoever may read customers still sees it.
    const shown = (await context.admin('GET', `customers/${rows[0]?.id}`)).json as { confirmation: string };
    assert.equal(shown.confirmation, rows[0]?.confirmation);
  }));
