import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page, Route } from 'playwright-core';
import { confirmPassword, PASSWORD, type Panel, startPanel } from './panel.ts';
import { type Provider, startProvider } from './provider.ts';

let panel: Panel;
let provider: Provider;
before(async () => {
  provider = await startProvider();
  panel = await startPanel();
});
after(async () => {
  await panel?.close();
  await provider?.close();
});

const add = async (name: string, more: object = {}): Promise<number> => {
  const integration = { name, all_resources: true, ...more };
  return (await panel.tessera.api<{ id: number }>('POST', '/V1/integrations', { integration })).id;
};

/** What was read a moment ago is not asked for again by the next page. */
const JUST_READ_MILLISECONDS = 1100;

/** Lets the server answer the next read, but keeps the answer from the page until it is released. */
async function hold(page: Page, url: RegExp): Promise<{ readonly held: Promise<void>; readonly release: () => void }> {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  held.promise.catch(() => {});
  setTimeout(() => held.reject(new Error(`Nobody has asked for ${url}.`)), 20_000).unref();
  let isHolding = false;
  await page.route(url, async (route: Route) => {
    if (isHolding || route.request().method() !== 'GET') return route.fallback();
    isHolding = true;
    const response = await route.fetch();
    held.resolve();
    await released.promise;
    await route.fulfill({ response }).catch(() => {});
  });
  return { held: held.promise, release: released.resolve };
}

test('what was read before a change does not stay when it comes after it', async () => {
  await add('Overtaken');
  const page = await panel.signedIn();
  await page.getByRole('button', { name: 'Activate Overtaken' }).waitFor();
  const late = await hold(page, /V1\/integrations\?.*Overtaken/);
  await page.getByLabel('Filter by Name').fill('Overtaken');
  await late.held;
  await page.getByRole('button', { name: 'Activate Overtaken' }).click();
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText("The integration 'Overtaken' has been activated.").waitFor();
  late.release();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Reauthorize Overtaken' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Activate Overtaken' }).count(), 0);
});

test('a handshake that is completed after its dialog was closed is told, and the list shows it', async () => {
  provider.manner = 'refuses';
  await add('Closed early', { endpoint: provider.callback, identity_link_url: provider.link });
  const page = await panel.signedIn();
  const row = page.getByRole('row', { name: /Closed early/ });
  await row.getByRole('button', { name: 'Activate Closed early' }).click();
  await confirmPassword(page);
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Allow' }).click();
  const popup = await opened;
  await popup.getByText('You are not connected.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  await row.getByText('Inactive').waitFor();
  provider.manner = 'connects';
  await popup.reload();
  await page.getByText("The integration 'Closed early' has been activated.").waitFor();
  await row.getByText('Active', { exact: true }).waitFor();
});

test('a dialog that is closed while the credentials are sent says all the same when the handshake is complete', async () => {
  provider.manner = 'connects';
  await add('Closed at once', { endpoint: provider.callback, identity_link_url: provider.link });
  const page = await panel.signedIn();
  const row = page.getByRole('row', { name: /Closed at once/ });
  await row.getByRole('button', { name: 'Activate Closed at once' }).click();
  await confirmPassword(page);
  const sent = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  await page.route(/\/activate$/, async (route) => {
    sent.resolve();
    await closed.promise;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Allow' }).click();
  await sent.promise;
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  closed.resolve();
  await page.getByText("The integration 'Closed at once' has been activated.").waitFor();
  await row.getByText('Active', { exact: true }).waitFor();
});

test('a page of what is gone says so, though it was read before', async () => {
  const id = await add('Gone meanwhile');
  const page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('heading', { name: 'Gone meanwhile', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Customer Groups' }).click();
  await page.getByText('NOT LOGGED IN').waitFor();
  await panel.tessera.api('DELETE', `/V1/integrations/${id}`);
  await page.waitForTimeout(JUST_READ_MILLISECONDS);
  await page.goBack();
  await page.getByRole('heading', { name: 'There is no such record' }).waitFor();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
});

test('a form shows the record as it is, not as it was when another page had read it', async () => {
  const id = await add('Old name');
  const page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('heading', { name: 'Old name', level: 1 }).waitFor();
  const integration = { name: 'New name', email: 'new@example.com', all_resources: true };
  await panel.tessera.api('PUT', `/V1/integrations/${id}`, { integration });
  await page.waitForTimeout(JUST_READ_MILLISECONDS);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('heading', { name: 'Edit "New name" Integration' }).waitFor();
  assert.equal(await page.locator('input[name="name"]').inputValue(), 'New name');
  assert.equal(await page.getByLabel('Email').inputValue(), 'new@example.com');
});

test('what is typed into a form stays when the record is read anew', async () => {
  const id = await add('Read twice');
  const page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('heading', { name: 'Read twice', level: 1 }).waitFor();
  const integration = { name: 'Read thrice', all_resources: true };
  await panel.tessera.api('PUT', `/V1/integrations/${id}`, { integration });
  const late = await hold(page, new RegExp(`V1/integrations/${id}$`));
  await page.waitForTimeout(JUST_READ_MILLISECONDS);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await late.held;
  await page.getByLabel('Email').fill('typed@example.com');
  late.release();
  await page.getByRole('heading', { name: 'Edit "Read thrice" Integration' }).waitFor();
  assert.equal(await page.getByLabel('Email').inputValue(), 'typed@example.com');
});

test('whoever has gone on after a save is not called back by it', async () => {
  const id = await add('Left behind');
  const page = await panel.signedIn(`/integrations/${id}/edit`);
  await page.getByLabel('Email').fill('left@example.com');
  await confirmPassword(page);
  const slow = await hold(page, new RegExp(`V1/integrations/${id}$`));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText("The integration 'Left behind' has been saved.").waitFor();
  await page.getByRole('link', { name: 'All Users' }).click();
  await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
  slow.release();
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/users$/);
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Users');
});

test('secrets that are shown are those that hold: reauthorizing hides the old ones', async () => {
  const id = await add('Two lives');
  await panel.tessera.api('POST', `/V1/integrations/${id}/activate`);
  const page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('button', { name: 'Show the secrets' }).click();
  const asked = page.getByRole('dialog', { name: 'Current User Identity Verification' });
  await asked.getByLabel('Your Password').fill(PASSWORD);
  await asked.getByRole('button', { name: 'Confirm' }).click();
  const token = page.getByRole('textbox', { name: 'Access Token', exact: true });
  const first = await token.inputValue();
  await page.getByRole('button', { name: 'Reauthorize', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Reauthorize Two lives' });
  await dialog.getByRole('button', { name: 'Reauthorize' }).click();
  const second = await dialog.getByLabel('Access Token', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Show the secrets' }).click();
  await token.waitFor();
  assert.notEqual(second, first);
  assert.equal(await token.inputValue(), second);
});
