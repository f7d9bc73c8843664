import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { confirmPassword, type Panel, startPanel } from './panel.ts';

const LOYALTY = join(import.meta.dirname, '../../examples/loyalty/src/module.ts');

let panel: Panel;
let integration: number;
before(async () => {
  panel = await startPanel(['--demo', '--module', LOYALTY]);
  const made = await panel.tessera.api<{ id: number }>('POST', '/V1/integrations', {
    integration: {
      name: 'ERP',
      endpoint: 'http://erp.example/callback',
      identity_link_url: 'https://erp.example/link',
      resources: ['Magento_Customer::customer', 'Magento_Customer::manage', 'Magento_Sales::sales'],
    },
  });
  integration = made.id;
  const plain = await panel.tessera.api<{ id: number }>('POST', '/V1/integrations', {
    integration: { name: 'Plain', all_resources: true },
  });
  const { access_token } = await panel.tessera.api<{ access_token: string }>(
    'POST',
    `/V1/integrations/${plain.id}/activate`,
  );
  for (const path of ['customers/1', 'customers/999', 'modules'])
    await fetch(new URL(`rest/V1/${path}`, panel.tessera.url), {
      headers: { authorization: `Bearer ${access_token}` },
    });
});
after(() => panel?.close());

const PAGES = (): readonly string[] => [
  '/dashboard',
  '/integrations',
  '/integrations/new',
  `/integrations/${integration}`,
  `/integrations/${integration}/edit`,
  '/customers',
  '/customers/1',
  '/customers/new',
  '/customer-groups',
  '/stores',
  '/configuration',
  '/users',
  '/users/1',
  '/users/new',
  '/credential-review',
  '/locked-users',
  '/roles',
  '/roles/new',
  '/roles/1',
  '/modules/loyalty',
  '/action-logs',
  '/bulk-actions',
  '/account',
  '/nothing-here',
];

async function check(page: Page, what: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap((violation) =>
      violation.nodes.map(
        (node) => `${what}: ${violation.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`,
      ),
    );
}

const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page
    .locator('[aria-busy="true"]:visible, .mantine-Skeleton-root:visible, .mantine-Loader-root:visible')
    .first()
    .waitFor({ state: 'detached' });
};

const WIDER = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    test(`no page has a serious violation and none is wider than the screen: ${colorScheme}, ${width} px`, async () => {
      const options = { colorScheme, viewport: { width, height }, reducedMotion: 'reduce' } as const;
      const found: string[] = [];
      const door = await panel.open('', options);
      await settled(door);
      found.push(...(await check(door, '/sign-in')));
      await door.context().close();

      const page = await panel.signedIn('/dashboard', options);
      for (const path of PAGES()) {
        await page.goto(panel.url + path);
        await settled(page);
        found.push(...(await check(page, path)));
        const overflow = await page.evaluate<number>(WIDER);
        assert.ok(overflow <= 0, `${path} is ${overflow} px too wide at ${width} px`);
      }
      await page.context().close();
      assert.deepEqual(found, []);
    });
  }

  test(`dialogs, tabs and messages have no serious violation: ${colorScheme}`, async () => {
    const page = await panel.signedIn('/integrations', { colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    await page.getByRole('button', { name: 'Activate ERP' }).click();
    await page.getByRole('region', { name: 'Granted resources' }).waitFor();
    found.push(...(await check(page, 'activation')));
    await confirmPassword(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('The attempt to post data to consumer failed').waitFor({ timeout: 15_000 });
    found.push(...(await check(page, 'refused activation')));

    await page.goto(`${panel.url}/roles/new`);
    await page.getByRole('button', { name: 'Expand all' }).click();
    await page.getByRole('tree').locator('[data-id="Magento_Sales::sales_order"]').click();
    await page.getByRole('button', { name: 'Save Role' }).click();
    found.push(...(await check(page, 'expanded tree')));

    await page.getByRole('button', { name: /^Account of/ }).click();
    found.push(...(await check(page, 'account menu')));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox', { name: 'Search for a page' }).waitFor();
    found.push(...(await check(page, 'palette')));

    await page.goto(`${panel.url}/integrations/${integration}`);
    for (const tab of ['Access tokens', 'Access log', 'Timeline', 'Webhooks', 'Signature debugger']) {
      await page.getByRole('tab', { name: tab }).click();
      await settled(page);
      found.push(...(await check(page, tab)));
    }
    await page.goto(`${panel.url}/integrations/new`);
    await page.getByRole('button', { name: 'Save & Activate' }).click();
    found.push(...(await check(page, 'form with errors')));
    await page.getByRole('link', { name: 'Loyalty Points' }).click();
    await page.getByRole('table', { name: 'Loyalty Points' }).waitFor();
    found.push(...(await check(page, 'page of a module')));
    for (const [path, button] of [
      ['/customer-groups', 'Add New Customer Group'],
      ['/stores', 'Create Store View'],
      ['/account', 'Sign out everywhere'],
      ['/account', 'Set up an authenticator app'],
    ] as const) {
      await page.goto(panel.url + path);
      await page.getByRole('button', { name: button }).first().click();
      await page.waitForTimeout(300);
      found.push(...(await check(page, button)));
    }
    await page.goto(`${panel.url}/integrations/999`);
    await page.getByText('There is no such record').waitFor();
    found.push(...(await check(page, 'record that is gone')));
    assert.deepEqual(found, []);
  });
}
