import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { confirmPassword, PASSWORD, type Panel, signIn, startPanel } from './panel.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel(['--demo']);
});
after(() => panel?.close());

test('a role and a user who has it are added, and that user sees what the role grants', async () => {
  const page = await panel.signedIn('/roles/new');
  await page.getByLabel('Role Name').fill('Shop floor');
  await page.getByRole('tree').locator('[data-id="Magento_Customer::customer"]').click();
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Save Role' }).click();
  await page.getByText('You saved the role.').waitFor();
  await page.getByRole('link', { name: 'Shop floor' }).waitFor();

  await page.getByRole('link', { name: 'All Users' }).click();
  await page.getByRole('link', { name: 'Add New User' }).click();
  await page.getByRole('heading', { name: 'New User' }).waitFor();
  await page.getByLabel('User Name').fill('maria');
  await page.getByLabel('First Name').fill('Maria');
  await page.getByLabel('Last Name').fill('Muster');
  await page.getByLabel('Email').fill('maria@example.com');
  await page.getByLabel('User Role').selectOption('Shop floor');
  await page.locator('input[name="password"]').fill('short');
  await page.getByRole('textbox', { name: 'Password Confirmation' }).fill('other');
  await page.getByRole('button', { name: 'Save User' }).click();
  await page.getByText('Your password must be at least 7 characters.').waitFor();
  await page.getByText('Your password confirmation must match your password.').waitFor();
  await page.locator('input[name="password"]').fill('Maria123!');
  await page.getByRole('textbox', { name: 'Password Confirmation' }).fill('Maria123!');
  await page.getByRole('button', { name: 'Save User' }).click();
  await page.getByText('You saved the user.').waitFor();
  await page.getByRole('row', { name: /maria/ }).getByText('Shop floor').waitFor();

  const own = await panel.open('/dashboard');
  await signIn(own, 'maria', 'Maria123!');
  await own.getByRole('link', { name: 'All Customers' }).waitFor();
  assert.equal(await own.getByRole('link', { name: 'Integrations' }).count(), 0);
});

test('a customer is found, changed, given an address, signed out everywhere and deleted', async () => {
  const page = await panel.signedIn('/customers');
  await page.getByLabel('Filter by Email').fill('demo5@');
  await page.getByText('1 record found').waitFor();
  await page.locator('tbody').getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Account Information' }).waitFor();
  await page.getByLabel('First Name').first().fill('Renamed');
  await page.getByRole('button', { name: 'Add New Address' }).click();
  const address = page.getByRole('group').last();
  await address.getByLabel('Street Address').fill('1 Main St\nFloor 2');
  await address.getByLabel('City').fill('Austin');
  await address.getByLabel('Zip/Postal Code').fill('78701');
  await address.getByLabel('State/Province').selectOption('Texas');
  await page.getByRole('button', { name: 'Save Customer' }).click();
  await page.getByText(/please fill in Phone Number/).waitFor();
  await address.getByLabel('Phone Number').fill('555-0100');
  await page.getByRole('button', { name: 'Save Customer' }).click();
  await page.getByText('You saved the customer.').waitFor();
  const found = await panel.tessera.api<{
    items: {
      id: number;
      firstname: string;
      addresses: { city: string; street: string[]; region: { region_code: string } }[];
    }[];
  }>(
    'GET',
    '/V1/customers/search?searchCriteria[filter_groups][0][filters][0][field]=email&searchCriteria[filter_groups][0][filters][0][value]=demo5@example.com',
  );
  const [customer] = found.items;
  const added = customer?.addresses.at(-1);
  assert.equal(customer?.firstname, 'Renamed');
  assert.deepEqual([added?.city, added?.street, added?.region.region_code], ['Austin', ['1 Main St', 'Floor 2'], 'TX']);

  await page.goto(`${panel.url}/customers/${customer?.id}`);
  await page.getByRole('button', { name: 'Force Sign-In' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Force Sign-In' }).click();
  await page.getByText("You have revoked the customer's tokens.").waitFor();
  await page.getByRole('button', { name: 'Delete Customer' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('You deleted the customer.').waitFor();
});

test('a customer is added, and what the server refuses stands beside its field or above', async () => {
  const page = await panel.signedIn('/customers/new');
  await page.getByLabel('First Name').fill('Nina');
  await page.getByLabel('Last Name').fill('New');
  await page.getByLabel('Email').fill('demo1@example.com');
  await page.getByRole('button', { name: 'Save Customer' }).click();
  await page.getByText('A customer with the same email address already exists in an associated website.').waitFor();
  await page.getByLabel('Email').fill('nina@example.com');
  await page.getByRole('button', { name: 'Save Customer' }).click();
  await page.getByText('You saved the customer.').waitFor();
});

test('groups and store views are added and changed', async () => {
  const page = await panel.signedIn('/customer-groups');
  await page.getByRole('button', { name: 'Add New Customer Group' }).click();
  await page.getByLabel('Group Name').fill('Friends');
  await page.getByRole('button', { name: 'Save Customer Group' }).click();
  await page.getByText('You saved the customer group.').waitFor();
  await page.getByRole('button', { name: 'Delete Friends' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('You deleted the customer group.').waitFor();

  await page.getByRole('link', { name: 'All Stores' }).click();
  await page.getByRole('button', { name: 'Create Store View' }).click();
  await page.getByLabel('Name').fill('Français');
  await page.getByLabel('Code').fill('FR!');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/Begin with a lower-case letter/).waitFor();
  await page.getByLabel('Code').fill('fr');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('You saved the store view.').waitFor();
  await page.getByRole('button', { name: 'Edit Français' }).waitFor();
});

test('a setting is found, changed, refused where it does not fit, set for one website, and taken back', async () => {
  const page = await panel.signedIn('/configuration');
  await page.getByLabel('Search settings').fill('post timeout');
  const field = page.getByLabel('OAuth Consumer Credentials HTTP Post Timeout', { exact: true });
  await field.fill('0');
  await page.getByRole('button', { name: 'Save Config' }).click();
  await page.getByText(/Invalid value of "0"/).waitFor();
  await field.fill('7');
  await page.getByRole('button', { name: 'Save Config' }).click();
  await page.getByText('You saved the configuration.').first().waitFor();
  assert.equal(
    (await panel.tessera.api<{ value: string }>('GET', '/V1/config?path=oauth/consumer/post_timeout')).value,
    '7',
  );
  await page.getByRole('button', { name: /Use the default of OAuth Consumer Credentials/ }).click();
  await page
    .getByRole('button', { name: /Use the default of OAuth Consumer Credentials/ })
    .waitFor({ state: 'detached' });
  assert.equal(await field.inputValue(), '5');

  await page.getByLabel('Scope').selectOption({ label: 'Main Website' });
  await page.getByText('Is set in a wider scope only.').waitFor();
  await page.getByLabel('Search settings').fill('standalone bearer');
  await page.getByRole('switch').click();
  await page.getByRole('button', { name: 'Save Config' }).click();
  await page.getByRole('button', { name: 'Save Config' }).waitFor({ state: 'detached' });
  const path = 'oauth/consumer/enable_integration_as_bearer';
  assert.equal(
    (await panel.tessera.api<{ value: string }>('GET', `/V1/config?path=${path}&scope=websites&scope_id=1`)).value,
    '0',
  );
  assert.equal((await panel.tessera.api<{ value: string }>('GET', `/V1/config?path=${path}`)).value, '1');
  const takeBack = page.getByRole('button', { name: /^Use the .*Bearer/i });
  await takeBack.click();
  await takeBack.waitFor({ state: 'detached' });
});

test('a setting that is typed and not saved stays while others are looked at, and leaving the page asks', async () => {
  const page = await panel.signedIn('/configuration');
  const sections = page.getByRole('navigation', { name: 'Sections' });
  const field = page.getByLabel('OAuth Consumer Credentials HTTP Post Timeout', { exact: true });
  await field.fill('9');
  await sections.getByRole('button', { name: 'Web API' }).click();
  await page.getByRole('heading', { name: 'Web API', level: 2 }).waitFor();
  await page.getByRole('link', { name: 'All Users' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click();
  await sections.getByRole('button', { name: 'OAuth (not saved)' }).click();
  assert.equal(await field.inputValue(), '9');
  await field.fill('5');
  await page.getByRole('link', { name: 'All Users' }).click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
});

test('the own password is changed, other sessions end, and sessions can be ended one by one', async () => {
  await panel.tessera.api('POST', '/V1/adminUsers', {
    user: {
      username: 'paul',
      password: PASSWORD,
      email: 'paul@example.com',
      firstname: 'Paul',
      lastname: 'P',
      role_id: 1,
    },
  });
  const first = await panel.signedIn('/account', { as: 'paul' });
  const second = await panel.signedIn('/dashboard', { as: 'paul' });
  await first.reload();
  await first
    .getByRole('button', { name: /^End the session of/ })
    .first()
    .click();
  await first.getByText('The session has been ended.').waitFor();
  await second.reload();
  await second.getByLabel('Username').waitFor();

  await first.getByLabel('Your Password').fill('wrong-1');
  await first.getByLabel('New Password').fill('Paul1234!');
  await first.getByLabel('Password Confirmation').fill('Paul1234!');
  await first.getByRole('button', { name: 'Change password' }).click();
  await first.getByText('The password entered for the current user is invalid').waitFor();
  await first.getByLabel('Your Password').fill(PASSWORD);
  await first.getByRole('button', { name: 'Change password' }).click();
  await first.getByText('Your password has been changed').waitFor();
  await signIn(second, 'paul', 'Paul1234!');
});

test('bulk actions are listed with their progress, and their operations with what went wrong', async () => {
  const url = new URL('rest/async/bulk/V1/customers', panel.tessera.url);
  const token = await panel.tessera.api<string>('POST', '/V1/integration/admin/token', {
    username: 'admin',
    password: PASSWORD,
  });
  const customer = (email: string) => ({ customer: { email, firstname: 'Bulk', lastname: 'Maker' } });
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify([customer('bulk1@example.com'), customer('demo1@example.com')]),
  });
  assert.equal(answer.status, 202);
  const page = await panel.signedIn('/bulk-actions');
  // It is seen to go on without a reload.
  await page.getByText('Finished with failures').waitFor();
  await page.getByText('1 of 2 complete, 1 failed').waitFor();
  await page.getByRole('button', { name: /^Details of/ }).click();
  await page
    .getByRole('dialog')
    .getByText(/A customer with the same email address already exists/)
    .waitFor();
});

test('a webhook is added with its secret shown once, tested, and its delivery seen', async (t) => {
  const { createServer } = await import('node:http');
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    response.writeHead(200).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const { id } = await panel.tessera.api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Listener', all_resources: true },
  });
  const page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'Add Webhook' }).click();
  const form = page.getByRole('dialog', { name: 'New Webhook' });
  await form.getByRole('button', { name: 'Add Webhook' }).click();
  await form.getByText('Please choose at least one event.').waitFor();
  await form.getByLabel('URL').fill(`http://127.0.0.1:${port}/hook`);
  await form.getByRole('switch').first().check({ force: true });
  await form.getByRole('button', { name: 'Add Webhook' }).click();
  await page
    .getByRole('dialog', { name: 'Current User Identity Verification' })
    .getByLabel('Your Password')
    .fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('textbox', { name: 'Secret' }).waitFor();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('table', { name: 'Deliveries' }).getByText('delivered', { exact: true }).waitFor();
  assert.equal(received.length, 1);
});

test('changes are found in the report of the action logs, with what was changed', async () => {
  await panel.tessera.api('POST', '/V1/integrations', { integration: { name: 'Audited' } });
  const page = await panel.signedIn('/action-logs?f_route=integrations');
  await page
    .getByRole('button', { name: /^Details of change/ })
    .first()
    .click();
  await page.getByRole('region', { name: 'Changes' }).getByText('Audited').waitFor();
});

test('the dashboard counts calls, and what was refused of them, by integration', async () => {
  const { api, url } = panel.tessera;
  const { id } = await api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Counted', resources: ['Magento_Customer::customer'] },
  });
  const { access_token } = await api<{ access_token: string }>('POST', `/V1/integrations/${id}/activate`);
  const headers = { authorization: `Bearer ${access_token}` };
  for (const path of ['customers/1', 'customers/2', 'customers/3', 'customerGroups/1'])
    await fetch(`${url}rest/V1/${path}`, { headers });
  const page = await panel.signedIn('/dashboard');
  const cells = page
    .getByRole('table', { name: 'Busiest integrations' })
    .getByRole('row', { name: /Counted/ })
    .locator('td');
  for (let attempt = 0; attempt < 20 && (await cells.count()) === 0; attempt++) {
    await page.reload();
    await page.getByText('Calls over time').waitFor();
  }
  const [name, calls, refused, p95] = await cells.allTextContents();
  assert.deepEqual([name, calls, refused], ['Counted', '4', '1']);
  assert.match(p95 ?? '', /^[\d.]+ ms$/);
  for (const range of ['Hour', 'Week', '30 days']) {
    await page.getByRole('radiogroup').getByText(range, { exact: true }).click();
    await cells.first().waitFor();
  }
  await page.getByRole('link', { name: 'Counted' }).click();
  await page.getByRole('heading', { name: 'Counted', level: 1 }).waitFor();
});

test('on a phone a list can be sorted', async () => {
  const page = await panel.signedIn('/customers', { viewport: { width: 390, height: 844 } });
  const sort = page.getByRole('button', { name: 'Email', exact: true });
  const box = await sort.boundingBox();
  assert.ok((box?.width ?? 0) > 20 && (box?.height ?? 0) > 10);
  await sort.click();
  await page.waitForURL(/sort=email/);
  await page.locator('tbody tr').first().getByText('abigail.anderson.22@example.com').waitFor();
});
