import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, type Panel, startPanel } from './panel.ts';

const INTEGRATIONS = 'Magento_Integration::integrations';

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

test('with the grant of one page alone, that page and its forms ask for nothing that is refused', async () => {
  const { api } = panel.tessera;
  const { id: integration } = await api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Seen by one', all_resources: true },
  });
  const role = await api<{ id: number }>('POST', '/V1/adminRoles', { role: { name: 'One page', resources: [] } });
  await api('POST', '/V1/adminUsers', {
    user: {
      username: 'solo',
      password: PASSWORD,
      email: 'solo@example.com',
      firstname: 'So',
      lastname: 'Lo',
      role_id: role.id,
    },
  });
  const page = await panel.signedIn('/dashboard', { as: 'solo' });
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${page.url()} asks ${response.url()}: ${response.status()}`);
  });
  const own = `/integrations/${integration}`;
  const grants: readonly (readonly [label: string, resource: string, ...paths: string[]])[] = [
    ['All Customers', 'Magento_Customer::customer', '/customers', '/customers/1'],
    ['Customer Groups', 'Magento_Customer::group', '/customer-groups'],
    ['All Stores', 'Magento_Backend::store', '/stores'],
    ['Configuration', 'Magento_Config::config', '/configuration'],
    ['Integrations', INTEGRATIONS, '/integrations', '/integrations/new', own, `${own}/edit`],
    ['Credential Review', INTEGRATIONS, '/credential-review'],
    ['All Users', 'Magento_User::acl_users', '/users', '/users/new', '/users/1'],
    ['Locked Users', 'Magento_User::locks', '/locked-users'],
    ['User Roles', 'Magento_User::acl_roles', '/roles', '/roles/new', '/roles/1'],
    ['Report', 'Magento_Logging::magento_logging_events', '/action-logs'],
    ['Bulk Actions', 'Magento_Logging::system_magento_logging_bulk_operations', '/bulk-actions'],
  ];
  for (const [label, resource, ...paths] of grants) {
    await api('PUT', `/V1/adminRoles/${role.id}`, { role: { resources: [resource] } });
    for (const path of paths) {
      await page.goto(panel.url + path);
      await page
        .getByRole('navigation', { name: 'Main menu' })
        .getByRole('link', { name: label, exact: true })
        .waitFor();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      assert.notEqual(await page.getByRole('heading', { level: 1 }).textContent(), 'There is nothing here', path);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await page.waitForLoadState('networkidle');
      }
    }
  }
  assert.deepEqual(refused, []);
});
