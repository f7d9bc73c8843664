import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { confirmPassword, PASSWORD, type Panel, startPanel } from './panel.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel(['--demo']);
});
after(() => panel?.close());

test('a further token is issued with limits, used, replaced and revoked', async () => {
  const { id } = await panel.tessera.api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Two doors', all_resources: true },
  });
  await panel.tessera.api('POST', `/V1/integrations/${id}/activate`);
  const call = async (token: string, method = 'GET', path = 'customers/1'): Promise<number> =>
    (
      await fetch(new URL(`rest/V1/${path}`, panel.tessera.url), {
        method,
        headers: { authorization: `Bearer ${token}` },
      })
    ).status;

  const page = await panel.signedIn(`/integrations/${id}`);
  await page.getByRole('tab', { name: 'Access tokens' }).click();
  await page.getByRole('heading', { name: 'Token of the activation' }).waitFor();
  await page.getByRole('button', { name: 'Issue a token' }).click();
  const form = page.getByRole('dialog', { name: 'New Access Token' });
  await form.getByLabel('Label').fill('Warehouse');
  await form.getByRole('switch', { name: 'Reads only' }).check({ force: true });
  await confirmPassword(page);
  await form.getByRole('button', { name: 'Issue the token' }).click();
  const shown = page.getByRole('textbox', { name: 'Access Token', exact: true });
  const first = await shown.inputValue();
  assert.equal(await call(first), 200);
  assert.notEqual(await call(first, 'DELETE', 'customers/1'), 200, 'it may read only');

  await page.getByRole('button', { name: 'Replace Warehouse' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByText('The new token is issued; the old one goes on for an hour.').waitFor();
  const second = await shown.inputValue();
  assert.notEqual(second, first);
  assert.deepEqual([await call(first), await call(second)], [200, 200]);

  await page
    .locator('section', { hasText: 'Warehouse' })
    .filter({ hasText: 'Active' })
    .getByRole('button', { name: 'Revoke Warehouse' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('The token has been revoked.').waitFor();
  assert.equal(await call(second), 401);
});

test('one token of a customer is revoked from its page, the others go on', async () => {
  const signIn = async (): Promise<string> => {
    const body = JSON.stringify({ username: 'tokens@example.com', password: 'Password1!' });
    const url = new URL('rest/V1/integration/customer/token', panel.tessera.url);
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return (await answer.json()) as string;
  };
  const { id } = await panel.tessera.api<{ id: number }>('POST', '/V1/customers', {
    customer: { email: 'tokens@example.com', firstname: 'To', lastname: 'Kens' },
    password: 'Password1!',
  });
  const me = async (token: string): Promise<number> =>
    (await fetch(new URL('rest/V1/customers/me', panel.tessera.url), { headers: { authorization: `Bearer ${token}` } }))
      .status;
  const first = await signIn();
  // Tokens of the same second are the same token.
  await new Promise((later) => setTimeout(later, 1100));
  const second = await signIn();
  const page = await panel.signedIn(`/customers/${id}`);
  const tokens = page.getByRole('region', { name: 'Access tokens' });
  await tokens
    .getByRole('button', { name: /^Revoke token/ })
    .nth(1)
    .waitFor();
  await tokens
    .getByRole('button', { name: /^Revoke token/ })
    .nth(1)
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('The token has been revoked.').waitFor();
  assert.deepEqual([await me(first), await me(second)], [401, 200]);
});

test('a token that nobody has used is reviewed and revoked', async () => {
  const { id } = await panel.tessera.api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Forgotten', all_resources: true },
  });
  await panel.tessera.api('POST', `/V1/integrations/${id}/activate`);
  const page = await panel.signedIn('/credential-review');
  await page.getByLabel('Days without use').fill('0');
  const row = page.getByRole('row', { name: /Forgotten/ });
  await row.getByText('Never used').waitFor();
  await row.getByRole('button', { name: 'Revoke the token of Forgotten' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  const identity = page.getByRole('dialog', { name: 'Current User Identity Verification' });
  await identity.getByLabel('Your Password').fill(PASSWORD);
  await identity.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('The token has been revoked.').waitFor();
  await row.waitFor({ state: 'detached' });
});
