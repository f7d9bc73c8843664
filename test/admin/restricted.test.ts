import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Panel, startPanel } from './panel.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel(['--demo']);
  const role = await panel.tessera.api<{ id: number }>('POST', '/V1/adminRoles', {
    role: { name: 'Support', resources: ['Magento_Customer::customer'] },
  });
  await panel.tessera.api('POST', '/V1/adminUsers', {
    user: {
      username: 'sue',
      password: 'Admin123!x',
      email: 'sue@example.com',
      firstname: 'Sue',
      lastname: 'Support',
      role_id: role.id,
    },
  });
});
after(() => panel?.close());

test('a restricted admin sees and reaches only what the role grants', async () => {
  const page = await panel.signedIn('/dashboard', { as: 'sue' });
  const links = await page.getByRole('navigation', { name: 'Main menu' }).getByRole('link').allTextContents();
  assert.deepEqual(links, ['Dashboard', 'All Customers']);
  for (const path of [
    '/integrations',
    '/integrations/new',
    '/users',
    '/roles/1',
    '/configuration',
    '/stores',
    '/bulk-actions',
  ]) {
    await page.goto(panel.url + path);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  }
  await page.goto(`${panel.url}/customers/1`);
  await page.getByLabel('First Name').first().waitFor();
  for (const name of ['Save Customer', 'Delete Customer', 'Force Sign-In'])
    assert.equal(await page.getByRole('button', { name }).count(), 0, name);
});

test('the server refuses a restricted admin whatever the panel shows', async () => {
  const page = await panel.signedIn('/dashboard', { as: 'sue' });
  const statuses = await page.evaluate(async () => {
    const headers = { 'X-CSRF-Token': localStorage.getItem('tessera-csrf') ?? '', 'Content-Type': 'application/json' };
    const call = (method: string, path: string, body?: string) =>
      fetch(`../rest/all/V1/${path}`, { method, headers, ...(body === undefined ? {} : { body }) }).then(
        (answer) => answer.status,
      );
    return {
      own: await call('GET', 'customers/1'),
      integrations: await call('GET', 'integrations?searchCriteria='),
      add: await call('POST', 'integrations', '{"integration":{"name":"x"}}'),
      remove: await call('DELETE', 'customers/1'),
      config: await call('PUT', 'config', '{"path":"web/unsecure/base_url","value":"x"}'),
      tokens: await call('POST', 'customers/1/forceSignIn'),
      summary: await call('GET', 'activity/summary'),
    };
  });
  assert.deepEqual(statuses, {
    own: 200,
    integrations: 401,
    add: 401,
    remove: 401,
    config: 401,
    tokens: 401,
    summary: 401,
  });
});

test('what is granted or taken away holds at the next look', async () => {
  const page = await panel.signedIn('/customers', { as: 'sue' });
  const { items } = await panel.tessera.api<{ items: { id: number; name: string }[] }>(
    'GET',
    '/V1/adminRoles?searchCriteria=',
  );
  const id = items.find((role) => role.name === 'Support')?.id;
  await panel.tessera.api('PUT', `/V1/adminRoles/${id}`, { role: { resources: ['Magento_Customer::group'] } });
  await page.reload();
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await page.getByRole('link', { name: 'Customer Groups' }).click();
  await page.getByText('NOT LOGGED IN').waitFor();
});
