import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addIntegration, confirmPassword, type Panel, startPanel } from './panel.ts';

let panel: Panel;
before(async () => {
  panel = await startPanel(['--demo']);
});
after(() => panel?.close());

interface Integration {
  readonly id: number;
  readonly name: string;
  readonly resources: readonly string[];
}
const byName = async (name: string): Promise<Integration> => {
  const found = await panel.tessera.api<{ items: Integration[] }>('GET', '/V1/integrations?searchCriteria=');
  const integration = found.items.find((entry) => entry.name === name);
  assert.ok(integration, `${name} is there`);
  return integration;
};

test('the empty list invites to add an integration, and what is added stands in the list', async () => {
  const page = await panel.signedIn();
  await page.getByText('No integration yet').waitFor();
  await addIntegration(page, { name: 'ERP', endpoint: 'http://erp.example/callback', link: 'http://erp.example/link' });
  const row = page.getByRole('row', { name: /ERP/ });
  await row.getByText('Inactive').waitFor();
  await row.getByText('Integration not secure').waitFor();
  await page.getByText('Warning! Integrations not using HTTPS are insecure').waitFor();
  await row.getByText('Never').first().waitFor();
});

test('what is wrong stands beside its field, and the first wrong field has the focus', async () => {
  const page = await panel.signedIn('/integrations/new');
  await page.getByLabel('Email').fill('nobody');
  await page.getByLabel('Callback URL').fill('javascript:alert(1)');
  await page.getByLabel('Identity link URL').fill(`https://a.example/${'x'.repeat(300)}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const errors = await page.locator('[class*="Input-error"], .mantine-InputWrapper-error').allTextContents();
  assert.deepEqual(errors, [
    'This is a required field.',
    'Please enter a valid email address (Ex: johndoe@domain.com).',
    'Please enter a valid URL. Protocol is required (http:// or https://).',
    'Please enter at most 255 characters.',
    'This is a required field.',
  ]);
  assert.equal(await page.evaluate('document.activeElement.name'), 'name');
  await page.locator('input[name="name"]').fill('x'.repeat(256));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  assert.equal(await page.getByText('Please enter at most 255 characters.').count(), 2);
});

test('a wrong password for the identity check is said beside its field, and the form keeps its values', async () => {
  const page = await panel.signedIn('/integrations/new');
  await page.locator('input[name="name"]').fill('Careful');
  await page.getByLabel('Your Password').fill('wrong-1');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByText('The password entered for the current user is invalid. Verify the password and try again.')
    .waitFor();
  assert.equal(await page.locator('input[name="name"]').inputValue(), 'Careful');
});

test('a name that is taken is refused beside its field', async () => {
  const page = await panel.signedIn('/integrations/new');
  await page.locator('input[name="name"]').fill('erp');
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The integration with name "erp" exists.').waitFor();
  const field = page.locator('input[name="name"]');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.match((await page.locator('.mantine-InputWrapper-error').textContent()) ?? '', /"erp" exists/);
});

test('a custom choice of resources is saved with the parents, shown again, and holds for real calls', async () => {
  const page = await panel.signedIn('/integrations/new');
  await page.locator('input[name="name"]').fill('Reader');
  await confirmPassword(page);
  await page.getByRole('tab', { name: 'API' }).click();
  await page.getByLabel('Search resources').fill('now online');
  const tree = page.getByRole('tree', { name: 'API resources' });
  await tree.locator('[data-id="Magento_Customer::online"]').click();
  await page.getByLabel('Search resources').fill('');
  const parent = tree.locator('[data-id="Magento_Customer::customer"]');
  assert.equal(await parent.getAttribute('aria-checked'), 'mixed');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText("The integration 'Reader' has been saved.").first().waitFor();

  const { id, resources } = await byName('Reader');
  assert.ok(resources.includes('Magento_Customer::online') && resources.includes('Magento_Customer::customer'));
  assert.ok(!resources.includes('Magento_Customer::delete'));

  await page.goto(`${panel.url}/integrations/${id}/edit`);
  await page.getByRole('tab', { name: 'API' }).click();
  assert.equal(await tree.locator('[data-id="Magento_Customer::online"]').getAttribute('aria-checked'), 'true');

  const tokens = await panel.tessera.api<{ access_token: string }>('POST', `/V1/integrations/${id}/activate`);
  const call = (method: string, path: string) =>
    fetch(new URL(`rest/V1/${path}`, panel.tessera.url), {
      method,
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
  assert.equal((await call('GET', 'customers/1')).status, 200);
  assert.equal((await call('DELETE', 'customers/1')).status, 401);

  // The keyboard alone takes it away again.
  await tree.locator('[data-id="Magento_Customer::customer"]').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  assert.equal(await parent.getAttribute('aria-checked'), 'false');
  await page.getByRole('tab', { name: 'Integration Info' }).click();
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText("The integration 'Reader' has been saved.").first().waitFor();
  assert.equal((await call('GET', 'customers/1')).status, 401);
});

test('the tree is walked by arrow keys and found in by letters', async () => {
  const page = await panel.signedIn('/roles/new');
  const tree = page.getByRole('tree', { name: 'API resources' });
  await tree.getByRole('treeitem').first().focus();
  const current = () => page.evaluate('document.activeElement.dataset.id');
  await page.keyboard.press('s');
  assert.equal(await current(), 'Magento_Sales::sales');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.equal(await tree.locator('[data-id="Magento_Sales::sales"]').getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await current(), 'Magento_Sales::sales');
  await page.keyboard.press('Home');
  assert.equal(await current(), 'Magento_Backend::dashboard');
  await page.getByRole('button', { name: 'Expand all' }).click();
  await page.getByRole('button', { name: 'Select all' }).click();
  assert.match((await page.getByText(/of \d+ resources/).textContent()) ?? '', /^(\d+) of \1 /);
});

test('markup in every text field is text', async () => {
  const page = await panel.signedIn();
  const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  await addIntegration(page, { name: hostile, endpoint: 'https://x.example/?q=<svg/onload=window.hacked=1>' });
  await page.getByRole('link', { name: hostile }).click();
  await page.getByRole('heading', { name: hostile, level: 1 }).waitFor();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  assert.equal(await page.evaluate("'hacked' in window"), false);
  assert.equal(await page.locator('img').count(), 0);
});

test('the list filters, sorts and pages on the server, and the address keeps that', async () => {
  for (let index = 0; index < 25; index++)
    await panel.tessera.api('POST', '/V1/integrations', {
      integration: { name: `Batch ${String(index).padStart(2, '0')}` },
    });
  const page = await panel.signedIn();
  await page.getByLabel('Filter by Name').fill('batch');
  await page.getByText('25 records found').waitFor();
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await page.getByRole('row', { name: /Batch 24/ }).waitFor();
  assert.match(page.url(), /f_name=batch/);
  await page.getByRole('button', { name: 'Page 2', exact: true }).click();
  await page.getByRole('row', { name: /Batch 00/ }).waitFor();
  await page.reload();
  await page.getByRole('row', { name: /Batch 00/ }).waitFor();
  assert.equal(await page.getByLabel('Filter by Name').inputValue(), 'batch');
  await page.getByLabel('Filter by Name').fill('%_\\');
  await page.getByText("We couldn't find any records.").waitFor();
});

test('a form whose integration was deleted meanwhile says so and keeps what was typed', async () => {
  const { id } = await panel.tessera.api<Integration>('POST', '/V1/integrations', {
    integration: { name: 'Short-lived' },
  });
  const page = await panel.signedIn(`/integrations/${id}/edit`);
  await page.locator('input[name="name"]').fill('Renamed in vain');
  await confirmPassword(page);
  await panel.tessera.api('DELETE', `/V1/integrations/${id}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`The integration with ID "${id}" doesn't exist.`).waitFor();
  await page.getByText('Somebody deleted it while you were editing.').waitFor();
  assert.equal(await page.locator('input[name="name"]').inputValue(), 'Renamed in vain');
});

test('while the network is down the form says so and loses nothing; the same click works later', async () => {
  const page = await panel.signedIn('/integrations/new');
  await page.locator('input[name="name"]').fill('Patient');
  await confirmPassword(page);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The server cannot be reached. Nothing was lost').waitFor();
  assert.equal(await page.locator('input[name="name"]').inputValue(), 'Patient');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText("The integration 'Patient' has been saved.").first().waitFor();
});

test('leaving a form with unsaved input asks first', async () => {
  const page = await panel.signedIn('/integrations/new');
  await page.locator('input[name="name"]').fill('Unsaved');
  await page.getByRole('link', { name: 'All Customers' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay' }).click();
  assert.equal(await page.locator('input[name="name"]').inputValue(), 'Unsaved');
});

test('an integration is deleted after a confirmation', async () => {
  await panel.tessera.api('POST', '/V1/integrations', { integration: { name: 'Doomed' } });
  const page = await panel.signedIn('/integrations?f_name=Doomed');
  await page.getByRole('button', { name: 'Delete Doomed' }).click();
  await page.getByText("Are you sure you want to delete the integration 'Doomed'?").waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByLabel('Your Password').fill('Admin123!x');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText("The integration 'Doomed' has been deleted.").first().waitFor();
  await page.getByText("We couldn't find any records.").waitFor();
});

test('the list is sorted and filtered by last use and by the end of access', async () => {
  const { api, url } = panel.tessera;
  const activate = async (name: string) => {
    const { id } = await api<Integration>('POST', '/V1/integrations', { integration: { name, all_resources: true } });
    const { access_token } = await api<{ access_token: string }>('POST', `/V1/integrations/${id}/activate`);
    return { id, access_token };
  };
  await activate('Span idle');
  const ending = await activate('Span ending');
  const busy = await activate('Span busy');
  const [own] = await api<{ id: number }[]>('GET', `/V1/integrations/${ending.id}/tokens`);
  const expires_at = new Date(Date.now() + 5 * 86_400_000).toISOString();
  await api('POST', `/V1/integrations/${ending.id}/tokens`, { token: { label: 'short', expires_at } });
  await api('DELETE', `/V1/integrations/${ending.id}/tokens/${own?.id}`);
  await fetch(`${url}rest/V1/customers/1`, { headers: { authorization: `Bearer ${busy.access_token}` } });

  const page = await panel.signedIn('/integrations?f_name=Span');
  const names = (): Promise<string[]> => page.locator('tbody tr td:first-child a').allTextContents();
  const listed = async (...expected: string[]): Promise<void> => {
    for (let attempt = 0; attempt < 50 && (await names()).join() !== expected.join(); attempt++)
      await page.waitForTimeout(100);
    assert.deepEqual(await names(), expected);
  };
  await page.getByLabel('Filter by Last used').selectOption('In the last day');
  // The use of a second is written at once.
  for (let attempt = 0; attempt < 30 && !(await names()).includes('Span busy'); attempt++) {
    await page.reload();
    await page.getByText(/records? found/).waitFor();
  }
  await listed('Span busy');
  await page.getByLabel('Filter by Last used').selectOption('Never');
  await listed('Span idle', 'Span ending');
  await page.getByLabel('Filter by Last used').selectOption('All');
  await page.getByRole('button', { name: 'Last used', exact: true }).click();
  await listed('Span idle', 'Span ending', 'Span busy');
  await page.getByRole('button', { name: 'Last used', exact: true }).click();
  await listed('Span busy', 'Span idle', 'Span ending');
  await page.getByRole('button', { name: 'Expires', exact: true }).click();
  await listed('Span ending', 'Span idle', 'Span busy');
  await page
    .getByRole('row', { name: /Span ending/ })
    .getByText(/in [45] days/)
    .waitFor();
  await page.getByLabel('Filter by Expires').selectOption('Within 7 days');
  await listed('Span ending');
  await page.getByLabel('Filter by Expires').selectOption('Never');
  await listed('Span idle', 'Span busy');
  await api('POST', '/V1/integrations', { integration: { name: 'Span new' } });
  await page.getByLabel('Filter by Expires').selectOption('No access token');
  await listed('Span new');
  await page.getByLabel('Filter by Created').selectOption('In the last day');
  await listed('Span new');
});

test('a page behind the end of the list gives way to the last one', async () => {
  const page = await panel.signedIn('/integrations?f_name=Batch&page=3');
  await page.waitForURL(/page=2/);
  await page.getByRole('row', { name: /Batch 24/ }).waitFor();
});

test('a limit of calls is set in the form, and a client that calls more often is refused', async () => {
  const { api, url } = panel.tessera;
  const limits = (value: string) => api('PUT', '/V1/config', { path: 'webapi/rate_limit/enabled', value });
  const page = await panel.signedIn('/integrations/new');
  await page.locator('input[name="name"]').fill('Eager');
  await confirmPassword(page);
  await page.getByRole('tab', { name: 'API' }).click();
  await page.getByLabel('Resource Access').selectOption('All');
  await page.getByRole('tab', { name: 'Integration Info' }).click();
  const field = page.getByLabel('Calls in a Period');
  await field.fill('often');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Please enter a whole number, 0 or more.').waitFor();
  await field.fill('2');
  // Whoever sets it is told where it counts for nothing.
  await page.getByText('Without effect: rate limits are switched off').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText("The integration 'Eager' has been saved.").first().waitFor();

  const { id } = await byName('Eager');
  const { access_token } = await api<{ access_token: string }>('POST', `/V1/integrations/${id}/activate`);
  const call = () => fetch(`${url}rest/V1/customers/1`, { headers: { authorization: `Bearer ${access_token}` } });
  const statuses = async (): Promise<number[]> => [
    (await call()).status,
    (await call()).status,
    (await call()).status,
    (await call()).status,
  ];
  assert.deepEqual(await statuses(), [200, 200, 200, 200]);
  await limits('1');
  try {
    assert.deepEqual(await statuses(), [200, 200, 429, 429]);
    await page.goto(`${panel.url}/integrations/${id}`);
    await page.getByText('At most 2').waitFor();
    await page.getByRole('tab', { name: 'Access log' }).click();
    await page
      .getByRole('row', { name: /429.*Too Many Requests/ })
      .first()
      .waitFor();

    await page.goto(`${panel.url}/integrations/${id}/edit`);
    assert.equal(await field.inputValue(), '2');
    await field.fill('0');
    await confirmPassword(page);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText("The integration 'Eager' has been saved.").first().waitFor();
    assert.deepEqual(await statuses(), [200, 200, 200, 200]);
  } finally {
    await limits('0');
  }
});
