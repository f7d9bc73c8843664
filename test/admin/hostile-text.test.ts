import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { confirmPassword, PASSWORD, type Panel, startPanel } from './panel.ts';

const MARKUP = '<img src=x onerror="window.hacked=1">';
const CUSTOMER = { firstname: 'Hedy', lastname: 'Hostile', email: 'hedy@example.com' };

let panel: Panel;
before(async () => {
  panel = await startPanel(['--demo']);
});
after(() => panel?.close());

/** What was typed stands there as it is: nothing was run, and no element was made of it. */
async function isText(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await page.evaluate("'hacked' in window"), false);
  assert.equal(await page.locator('img').count(), 0);
}

test('markup typed into the fields of users and roles is text in forms, lists, menus and messages', async () => {
  const page = await panel.signedIn('/roles/new');
  await page.getByLabel('Role Name').fill(`${MARKUP} role`);
  await page.getByLabel('Resource Access').selectOption('All');
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Save Role' }).click();
  await page.getByRole('link', { name: `${MARKUP} role` }).waitFor();
  await isText(page);

  await page.goto(`${panel.url}/users/new`);
  await page.getByRole('heading', { name: 'New User' }).waitFor();
  for (const [label, value] of [
    ['User Name', '<b>eve</b>'],
    ['First Name', '<svg/onload=hacked=1>'],
    ['Last Name', '"><script>hacked=1</script>'],
    ['Email', 'eve@example.com'],
  ] as const)
    await page.getByLabel(label).fill(value);
  await page.getByLabel('User Role').selectOption(`${MARKUP} role`);
  await page.locator('input[name="password"]').fill(PASSWORD);
  await page.getByRole('textbox', { name: 'Password Confirmation' }).fill(PASSWORD);
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Save User' }).click();
  await page.getByRole('row', { name: /<b>eve<\/b>/ }).waitFor();
  await isText(page);

  const own = await panel.signedIn('/account', { as: '<b>eve</b>' });
  await own.getByText('<svg/onload=hacked=1> "><script>hacked=1</script> (<b>eve</b>)').waitFor();
  await isText(own);
});

test('markup in groups, stores, integrations and logs is text, or refused beside its field', async () => {
  const { api } = panel.tessera;
  await api('POST', '/V1/customerGroups', { group: { code: MARKUP.slice(0, 32), tax_class_id: 3 } });
  await api('POST', '/V1/store/websites', { website: { code: 'evil', name: MARKUP } });
  const { id } = await api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: MARKUP, endpoint: 'https://x.example/<script>', identity_link_url: 'https://x.example/"><b>' },
  });
  const page = await panel.signedIn('/customer-groups');
  await page.getByText(MARKUP.slice(0, 32)).waitFor();
  await isText(page);
  for (const path of ['/stores', `/integrations/${id}`, `/integrations/${id}/edit`, '/action-logs', '/configuration']) {
    await page.goto(panel.url + path);
    await isText(page);
  }
  await page.goto(`${panel.url}/integrations?f_name=${encodeURIComponent(MARKUP)}`);
  await page.getByRole('button', { name: `Activate ${MARKUP}` }).click();
  await page.getByRole('dialog', { name: `Activate ${MARKUP}` }).waitFor();
  await isText(page);
});

test('markup in the label of a token and in a webhook is text, in lists and dialogs', async () => {
  const { api } = panel.tessera;
  const { id } = await api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Labels', all_resources: true },
  });
  await api('POST', `/V1/integrations/${id}/activate`);
  await api('POST', `/V1/integrations/${id}/tokens`, { token: { label: MARKUP } });
  const url = 'https://hooks.example/?q=<svg/onload=window.hacked=1>';
  await api('POST', '/V1/webhooks', {
    webhook: { integration_id: id, url, description: MARKUP, events: ['customer.created'] },
  });
  const page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  await page.getByText(url).first().waitFor();
  await isText(page);
  await page.getByRole('tab', { name: 'Access tokens' }).click();
  await page.getByRole('heading', { name: MARKUP }).waitFor();
  await page.getByRole('button', { name: `Replace ${MARKUP}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByRole('dialog').getByText(MARKUP).first().waitFor();
  await isText(page);
});

test('markup in the fields of a customer is refused with a message, or stands there as text', async () => {
  const page = await panel.signedIn('/customers/new');
  await page.getByLabel('First Name').fill(MARKUP);
  await page.getByLabel('Last Name').fill(CUSTOMER.lastname);
  await page.getByLabel('Email').fill(CUSTOMER.email);
  await page.getByRole('button', { name: 'Save Customer' }).click();
  await page
    .getByText(/First Name is not valid|You saved the customer/)
    .first()
    .waitFor();
  await isText(page);
});

test('empty and over-long values of users, roles and customers are refused beside their fields, and nothing is sent', async () => {
  const page = await panel.signedIn('/users/new');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request.url());
  });
  const errors = (): Promise<string[]> => page.locator('.mantine-InputWrapper-error').allTextContents();
  const REQUIRED = 'This is a required field.';
  const long = (length: number): string => `Please enter at most ${length} characters.`;

  await page.getByRole('button', { name: 'Save User' }).click();
  assert.deepEqual(await errors(), Array(7).fill(REQUIRED));
  assert.equal(await page.evaluate('document.activeElement.name'), 'username');
  await page.getByLabel('User Name').fill('x'.repeat(41));
  await page.getByLabel('First Name').fill('x'.repeat(33));
  await page.getByLabel('Last Name').fill('x'.repeat(33));
  await page.getByLabel('Email').fill(`${'x'.repeat(128)}@example.com`);
  await page.getByRole('button', { name: 'Save User' }).click();
  assert.deepEqual((await errors()).slice(0, 4), [long(40), long(32), long(32), long(128)]);

  await page.goto(`${panel.url}/customers/new`);
  await page.getByRole('heading', { name: 'New Customer' }).waitFor();
  await page.getByRole('button', { name: 'Save Customer' }).click();
  assert.deepEqual(await errors(), [REQUIRED, REQUIRED, REQUIRED]);
  await page.getByLabel('First Name').fill('x'.repeat(256));
  await page.getByLabel('Last Name').fill('x'.repeat(256));
  await page.getByLabel('Email').fill(`${'x'.repeat(250)}@example.com`);
  await page.getByRole('button', { name: 'Save Customer' }).click();
  assert.deepEqual(await errors(), [long(255), long(255), long(255)]);
  assert.deepEqual(sent, []);
});
