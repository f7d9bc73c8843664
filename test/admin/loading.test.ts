import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Panel, startPanel } from './panel.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel();
});
after(() => panel?.close());

const FORMS = /\/assets\/form-page-.*\.js/;
const menuIsThere = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'Integrations' }).waitFor();

test('what is typed while a page is on its way goes into that page, not into the one before', async () => {
  const page = await panel.signedIn('/users');
  await page.getByLabel('Filter by User Name').waitFor();
  await page.route(FORMS, async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  await page.getByRole('link', { name: 'Add New User' }).click();
  // Both the list and the form have a field of such a name.
  await page.getByLabel('User Name').fill('maria');
  assert.equal(await page.locator('input[name="username"]').inputValue(), 'maria');
  assert.ok(!page.url().includes('f_username'));
});

test('a page whose script does not come says so below the menu, and comes when it is tried again', async () => {
  const page = await panel.signedIn('/users');
  await page.getByLabel('Filter by User Name').waitFor();
  await page.route(FORMS, (route) => route.abort());
  await page.getByRole('link', { name: 'Add New User' }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor();
  await menuIsThere(page);
  await page.unroute(FORMS);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'New User' }).waitFor();
});

test('an address that leads nowhere and a record that is gone leave the menu, and lead back', async () => {
  const page = await panel.signedIn('/nothing/here');
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await menuIsThere(page);
  await page.goto(`${panel.url}/integrations/4711`);
  await page.getByText('The integration with ID "4711" doesn\'t exist.').waitFor();
  await menuIsThere(page);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
});

test('a list that could not be loaded says so, and comes when it is tried again', async () => {
  const page = await panel.signedIn('/dashboard');
  await page.getByText('Calls over time').waitFor();
  await page.route(/\/V1\/adminUsers/, (route) => route.abort());
  await page.getByRole('link', { name: 'All Users' }).click();
  await page.getByText('The server cannot be reached.').waitFor({ timeout: 15_000 });
  await page.unroute(/\/V1\/adminUsers/);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: 'admin', exact: true }).waitFor();
});

test('what is typed into a filter stays as it is typed, however slowly', async () => {
  const page = await panel.signedIn('/users');
  const filter = page.getByLabel('Filter by User Name');
  await filter.pressSequentially('ad ');
  await page.waitForURL(/f_username=ad$/);
  await page.getByText('1 record found').waitFor();
  assert.equal(await filter.inputValue(), 'ad ');
  await filter.pressSequentially('hoc');
  await page.getByText("We couldn't find any records.").waitFor();
  assert.equal(await filter.inputValue(), 'ad hoc');
  await page.getByRole('button', { name: 'Reset Filter' }).click();
  await page.getByText('1 record found').waitFor();
  assert.equal(await filter.inputValue(), '');
});
