import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { addIntegration, confirmPassword, type Panel, startPanel } from './panel.ts';
import { type Provider, signedFetch, startProvider } from './provider.ts';

let panel: Panel;
let provider: Provider;
before(async () => {
  provider = await startProvider();
  panel = await startPanel(['--demo']);
});
beforeEach(() => {
  provider.manner = 'connects';
});
after(async () => {
  await panel?.close();
  await provider?.close();
});

/** Adds an integration and opens the dialog that activates it. */
async function activating(name: string, urls: { endpoint?: string; link?: string } = {}): Promise<Page> {
  const page = await panel.signedIn();
  await addIntegration(page, { name, all: true, ...urls });
  await page.getByLabel('Filter by Name').fill(name);
  await page.getByRole('button', { name: `Activate ${name}` }).click();
  await confirmPassword(page);
  return page;
}
const withProvider = (name: string): Promise<Page> =>
  activating(name, { endpoint: provider.callback, link: provider.link });
const statusOf = async (name: string): Promise<number | undefined> => {
  const found = await panel.tessera.api<{ items: { name: string; status: number }[] }>(
    'GET',
    '/V1/integrations?searchCriteria=',
  );
  return found.items.find((entry) => entry.name === name)?.status;
};

test('within a minute: add, choose, activate, and the four values read a customer by an independent client', async () => {
  const began = performance.now();
  const page = await panel.signedIn();
  await page.getByRole('link', { name: 'Add New Integration' }).first().click();
  await page.locator('input[name="name"]').fill('ERP');
  await confirmPassword(page);
  await page.getByRole('tab', { name: 'API' }).click();
  await page.getByRole('tree').locator('[data-id="Magento_Customer::customer"]').click();
  await page.getByRole('button', { name: 'Save & Activate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Activate ERP' });
  await dialog.getByText('The integration you selected asks you to approve access to the following:').waitFor();
  await dialog.getByText('Customers', { exact: false }).first().waitFor();
  await dialog.getByRole('button', { name: 'Allow' }).click();
  await dialog.getByText("The integration 'ERP' has been activated.").waitFor();
  const value = (label: string): Promise<string> => dialog.getByLabel(label, { exact: true }).inputValue();
  const consumer = { key: await value('Consumer Key'), secret: await value('Consumer Secret') };
  const token = { key: await value('Access Token'), secret: await value('Access Token Secret') };
  for (const text of [consumer.key, consumer.secret, token.key, token.secret]) assert.match(text, /^[0-9a-z]{32}$/);

  const answer = await signedFetch(consumer, token, 'GET', `${panel.tessera.url}rest/V1/customers/1`);
  assert.equal(answer.status, 200);
  assert.equal(((await answer.json()) as { id: number }).id, 1);

  // It is seen to work: in the access log of the integration, which comes by itself.
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'ERP', level: 1 }).waitFor();
  await page.getByRole('tab', { name: 'Access log' }).click();
  const row = page.getByRole('row', { name: /customers\/:customerId/ });
  await row.getByText('200').waitFor();
  assert.ok(performance.now() - began < 60_000);

  // The secrets are shown again after the password was confirmed.
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Show the secrets' }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Consumer Secret' }).inputValue(), consumer.secret);
});

test('reauthorizing gives new tokens, and the old ones stop at once', async () => {
  const page = await activating('Again');
  await page.getByRole('button', { name: 'Allow' }).click();
  const token = page.getByLabel('Access Token', { exact: true });
  const first = await token.inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Reauthorize Again' }).click();
  await page.getByText('its old ones stop working').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Reauthorize' }).click();
  await page.getByText("The integration 'Again' has been re-authorized.").waitFor();
  assert.notEqual(await token.inputValue(), first);
  const answer = await fetch(new URL('rest/V1/customers/1', panel.tessera.url), {
    headers: { authorization: `Bearer ${first}` },
  });
  assert.equal(answer.status, 401);
});

test('the handshake: the window opens, the third party fetches its tokens, the window closes, the steps are shown', async () => {
  const page = await withProvider('CRM');
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Allow' }).click();
  const popup = await opened;
  await page.getByText("The integration 'CRM' has been activated. The application has fetched its tokens.").waitFor();
  const timeline = page.getByRole('list', { name: 'Handshake timeline' });
  await timeline.getByText('The credentials were sent to the callback URL').waitFor();
  await timeline.getByText('The application was given a request token').waitFor();
  await timeline.getByText('The application was given its access token').waitFor();
  assert.doesNotMatch((await timeline.textContent()) ?? '', new RegExp(provider.tokens()?.secret ?? 'none'));
  if (!popup.isClosed()) await popup.waitForEvent('close');
  assert.equal((await provider.call('rest/V1/customers/1')).status, 200);
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.locator('tbody tr', { hasText: 'CRM' }).getByText('Active').waitFor();
});

test('the third party refuses: closing its window is noticed, and opening it again connects', async () => {
  provider.manner = 'refuses';
  const page = await withProvider('Second thoughts');
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Allow' }).click();
  const popup = await opened;
  await popup.getByText('You are not connected.').waitFor();
  assert.equal(await popup.title(), 'no opener', 'the stranger gets no way back into the panel');
  assert.match(popup.url(), /\?tenant=7&oauth_consumer_key=/);
  await popup.close();
  await page.getByText('The window was closed before the connection was complete').waitFor();
  assert.equal(await statusOf('Second thoughts'), 0);
  provider.manner = 'connects';
  await page.getByRole('button', { name: 'Open the window again' }).click();
  await page.getByText('The application has fetched its tokens.').waitFor();
  assert.equal(await statusOf('Second thoughts'), 1);
});

test('a wrong verifier is seen in the timeline, and starting again connects', async () => {
  provider.manner = 'uses a wrong verifier';
  const page = await withProvider('Confused');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('The application was refused an access token').waitFor();
  await page.getByText('Token verifier and verifier token do not match').waitFor();
  provider.manner = 'connects';
  await page.getByRole('button', { name: 'Start again' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('The application has fetched its tokens.').waitFor();
});

test('a callback that nobody answers is said in plain words, and trying again connects', async () => {
  const { port, server } = await silentPort();
  server.close();
  const page = await activating('Offline', { endpoint: `http://127.0.0.1:${port}/callback`, link: provider.link });
  await page.getByRole('button', { name: 'Allow' }).click();
  await page
    .getByText('The attempt to post data to consumer failed due to an unexpected error. Please try again later.')
    .waitFor();
  await page.getByText('Check the port in the Callback URL').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  assert.equal(page.context().pages().length, 1, 'the window that was opened for it is closed again');
});

test('a callback that takes too long is said to', async () => {
  await panel.tessera.api('PUT', '/V1/config', { path: 'oauth/consumer/post_timeout', value: '1' });
  provider.manner = 'never answers the callback';
  const page = await withProvider('Slow');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('There was no answer within 1 seconds.').first().waitFor();
  provider.manner = 'connects';
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('The application has fetched its tokens.').waitFor();
});

test('a blocked window is noticed, and a click opens it', async () => {
  const page = await withProvider('Blocked');
  await page.evaluate('{ const { open } = window; window.open = () => { window.open = open; return null; }; }');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('Popup Blocker is enabled! Please add this site to your exception list.').waitFor();
  await page.getByRole('button', { name: 'Open the sign-in window' }).click();
  await page.getByText('The application has fetched its tokens.').waitFor();
});

test('the buttons copy the values, over plain http too, where browsers give no clipboard', async () => {
  const page = await panel.signedIn();
  await page.addInitScript('delete Navigator.prototype.clipboard');
  await page.reload();
  await addIntegration(page, { name: 'Copied', all: true });
  await page.getByRole('button', { name: 'Activate Copied' }).click();
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Allow' }).click();
  const dialog = page.getByRole('dialog', { name: 'Activate Copied' });
  const secret = await dialog.getByLabel('Access Token Secret', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Copy Access Token Secret' }).click();
  await dialog.getByRole('button', { name: 'Access Token Secret copied' }).waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const filter = page.getByLabel('Filter by Name');
  await filter.focus();
  await page.keyboard.press('Control+V');
  assert.equal(await filter.inputValue(), secret);
});

async function silentPort() {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as { port: number }).port };
}
