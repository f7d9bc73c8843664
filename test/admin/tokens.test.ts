import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { confirmPassword, type Panel, startPanel } from './panel.ts';

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
