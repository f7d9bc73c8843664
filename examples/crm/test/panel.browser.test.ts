import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { addIntegration, confirmPassword, type Panel, startPanel } from '../../../test/admin/panel.ts';
import { Person } from './person.ts';
import { eventually, type RunningCrm, startCrm } from './visitor.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel(['--demo']);
});
after(() => panel?.close());

interface Listed {
  readonly id: number;
  readonly status: number;
}

/** A merchant in the panel, who has an account with the CRM in the same browser. */
async function merchant(page: Page, crm: RunningCrm, name: string): Promise<Person> {
  const tab = await page.context().newPage();
  const person = new Person(`${name}@example.com`, tab, crm);
  await tab.goto(`${crm.origin}/sign-up`);
  await person.identify('Sign up');
  await tab.waitForURL('**/stores');
  const link = `${crm.origin}/connect/login`;
  await addIntegration(page, { name, all: true, endpoint: `${crm.origin}/connect/callback`, link });
  await page.getByLabel('Filter by Name').fill(name);
  return person;
}

/** Presses the button of the row and that of the dialog; gives the popup of the CRM. */
async function press(page: Page, how: 'Activate' | 'Reauthorize', name: string): Promise<Page> {
  await page.getByRole('button', { name: `${how} ${name}` }).click();
  await confirmPassword(page);
  const opened = page.waitForEvent('popup');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: how === 'Activate' ? 'Allow' : 'Reauthorize', exact: true }).click();
  return opened;
}
const agree = (popup: Page): Promise<void> => popup.getByRole('button', { name: 'Connect', exact: true }).click();

test('a merchant activates, reauthorizes and deletes the integration in the panel, and the CRM follows', async (t) => {
  const crm = await startCrm(t);
  const page = await panel.signedIn();
  const ann = await merchant(page, crm, 'Tabula');
  const start = performance.now();
  const popup = await press(page, 'Activate', 'Tabula');
  const list = () =>
    panel.tessera.api<{ items: Listed[] }>('GET', '/V1/integrations?searchCriteria=').then(({ items }) => items);
  await agree(popup);
  await eventually(async () => (await list())[0]?.status === 1, 'active');
  const active = performance.now() - start;
  await page.getByText("The integration 'Tabula' has been activated.").waitFor();
  const shown = performance.now() - start;
  t.diagnostic(`active ${Math.round(active)} ms after Activate was pressed, shown after ${Math.round(shown)} ms`);
  if (!popup.isClosed()) await popup.waitForEvent('close');
  await ann.openStores();
  await ann.card(panel.tessera).getByText('60 contacts').waitFor();

  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.locator('tbody tr', { hasText: 'Tabula' }).getByText('Active').waitFor();
  const again = await press(page, 'Reauthorize', 'Tabula');
  await again.getByText('asks to be connected anew').waitFor();
  await agree(again);
  await page.getByText("The integration 'Tabula' has been re-authorized.").waitFor();
  await ann.openStores();
  await ann.page.getByRole('button', { name: 'Synchronise now' }).click();
  await ann.card(panel.tessera).getByText('Connected').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();

  await panel.tessera.api('DELETE', `/V1/integrations/${(await list())[0]?.id}`);
  await ann.page.getByRole('button', { name: 'Synchronise now' }).click();
  await ann.card(panel.tessera).getByText('no longer accepts this connection').waitFor();
});

test('a verifier that expired in the popup is retried from the panel', async (t) => {
  const crm = await startCrm(t);
  const page = await panel.signedIn();
  const bob = await merchant(page, crm, 'Bobs');
  const lifetime = (value: string) =>
    panel.tessera.api('PUT', '/V1/config', { path: 'oauth/consumer/expiration_period', value });
  await lifetime('1');
  const popup = await press(page, 'Activate', 'Bobs');
  await sleep(2100);
  await agree(popup);
  await popup.getByText('Too much time has passed').waitFor();
  await popup.close();
  await lifetime('300');
  await page.goto(`${panel.url}/integrations`);
  await page.getByLabel('Filter by Name').fill('Bobs');
  await agree(await press(page, 'Activate', 'Bobs'));
  await page.getByText("The integration 'Bobs' has been activated.").waitFor();
  await bob.openStores();
  await bob.card(panel.tessera).getByText('60 contacts').waitFor();
});
