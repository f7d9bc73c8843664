import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PASSWORD, type Panel, startPanel } from './panel.ts';

const LOYALTY = join(import.meta.dirname, '../../examples/loyalty/src/module.ts');

let panel: Panel;
before(async () => {
  panel = await startPanel(['--demo', '--module', LOYALTY]);
  const { api } = panel.tessera;
  const addUser = async (username: string, resources: readonly string[]): Promise<void> => {
    const role = await api<{ id: number }>('POST', '/V1/adminRoles', { role: { name: username, resources } });
    const names = { firstname: username, lastname: 'User', email: `${username}@example.com` };
    await api('POST', '/V1/adminUsers', { user: { username, password: PASSWORD, role_id: role.id, ...names } });
  };
  await addUser('granted', ['Magento_Customer::customer', 'Acme_Loyalty::loyalty']);
  await addUser('other', ['Magento_Customer::customer']);
});
after(() => panel?.close());

test('the page of a module stands in the menu, is found by the palette, and works by the Web API', async () => {
  const page = await panel.signedIn('/dashboard', { as: 'granted' });
  await page.getByRole('link', { name: 'Loyalty Points' }).waitFor();
  const links = await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link').allTextContents();
  assert.deepEqual(links, ['Dashboard', 'All Customers', 'Loyalty Points']);
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Search for a page' }).fill('rewards');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Loyalty Points', level: 1 }).waitFor();
  await page.getByLabel('Customer ID').fill('2');
  await page.getByLabel('Points', { exact: true }).fill('50');
  await page.getByRole('button', { name: 'Add Points' }).click();
  await page.getByText('The points have been added.').waitFor();
  await page.getByRole('table', { name: 'Loyalty Points' }).getByText('50', { exact: true }).waitFor();
  assert.equal((await panel.tessera.api<{ points: number }>('GET', '/V1/loyalty/2')).points, 50);
  await page.getByLabel('Customer ID').fill('2');
  await page.getByLabel('Points', { exact: true }).fill('-80');
  await page.getByRole('button', { name: 'Add Points' }).click();
  await page.getByText('The customer has only 50 points.').waitFor();
});

test('whoever was not granted its resource finds neither the entry nor the page', async () => {
  const page = await panel.signedIn('/modules/loyalty', { as: 'other' });
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  const links = await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link').allTextContents();
  assert.deepEqual(links, ['Dashboard', 'All Customers']);
});

test('a script that fails leaves a message in its place, and the panel goes on', async () => {
  const page = await panel.signedIn('/dashboard', { as: 'granted' });
  await page.route(/\/modules\/loyalty\.js/, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: "export const mount = () => { throw new Error('No luck'); };",
    }),
  );
  await page.getByRole('link', { name: 'Loyalty Points' }).click();
  await page.getByRole('alert').getByText('No luck').waitFor();
  await page.getByRole('link', { name: 'All Customers' }).click();
  await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
});

test('an integration that a module declares is looked at, not edited, and goes with its extension', async () => {
  const page = await panel.signedIn('/integrations');
  await page.getByRole('button', { name: 'View Acme Loyalty' }).click();
  await page.getByRole('heading', { name: 'View "Acme Loyalty" Integration' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Save', exact: true }).count(), 0);
  await page.getByText('Uninstall the extension to remove integration').waitFor();
  assert.equal(await page.locator('input[name="name"]').isEditable(), false);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Delete Acme Loyalty' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByLabel('Your Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText("Uninstall the extension to remove integration 'Acme Loyalty'.").waitFor();
  await page.getByRole('button', { name: 'View Acme Loyalty' }).waitFor();
});
