import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { startFakeStore } from '../../../packages/connect/test/fake-store.ts';
import { launchBrowser } from '../../../test/browser.ts';
import { eventually, startCrm } from './visitor.ts';

test('no page of the CRM has a fault that axe finds, in light and in dark, or is too wide for a telephone', async (t) => {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const crm = await startCrm(t);
  const store = await startFakeStore(60);
  t.after(store.close);
  const integration = store.addIntegration(`${crm.origin}/connect/callback`, `${crm.origin}/connect/login`);
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 400, height: 800 } });
  const page = await context.newPage();
  const check = async (name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        [],
        `${name}, ${colorScheme}`,
      );
    }
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.ok(Number(width) <= 400, `${name} is ${width} wide on a telephone`);
  };

  await page.goto(`${crm.origin}/sign-up`);
  await check('sign-up');
  await page.getByLabel('E-mail').fill('ann@example.com');
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.waitForURL('**/stores');
  await check('no stores');
  const link = await integration.activate();
  await page.goto(link);
  await check('consent');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.waitForURL(`${store.url}**`);
  const [connection] = await crm.crm.connect.connections('1');
  const id = connection?.id ?? '';
  await eventually(() => crm.crm.progress.of(id).finishedAt !== null, 'import');
  await page.goto(`${crm.origin}/stores`);
  await check('stores');
  await page.goto(`${crm.origin}/stores/${id}/contacts`);
  await check('contacts');
  await page.goto(`${crm.origin}/stores/${id}/contacts/1`);
  await check('contact');
  await page.goto(`${crm.origin}/stores/${id}/disconnect`);
  await check('disconnect');
  integration.delete();
  await page.goto(`${crm.origin}/stores`);
  await page.getByRole('button', { name: 'Synchronise now' }).click();
  await page.getByText('no longer accepts').waitFor();
  await check('revoked');
  await page.goto(`${link.replace(integration.key, 'x'.repeat(32))}&waited=99`);
  await check('problem');
});
