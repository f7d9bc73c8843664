// `node scripts/screenshots.ts`: the pictures of the admin panel in README and docs (docs/images/*.png), of the real
// panel on a demo store with a few integrations and a day of made-up traffic.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { confirmPassword, type Panel, startPanel } from '../test/admin/panel.ts';
import { type Provider, startProvider } from '../test/admin/provider.ts';

const images = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'docs/images');
mkdirSync(images, { recursive: true });

interface Made {
  readonly id: number;
}
const INTEGRATIONS = [
  {
    name: 'SAP Business One',
    email: 'erp@example.com',
    resources: ['Magento_Customer::customer', 'Magento_Sales::sales', 'Magento_Catalog::catalog'],
  },
  {
    name: 'HubSpot',
    endpoint: 'https://crm.example/magento/callback',
    identity_link_url: 'https://crm.example/magento/link',
    resources: ['Magento_Customer::customer', 'Magento_Customer::manage'],
  },
  {
    name: 'Newsletter',
    endpoint: 'http://news.example/callback',
    identity_link_url: 'http://news.example/link',
    all_resources: true,
  },
  { name: 'Warehouse', resources: ['Magento_Catalog::catalog', 'Magento_CatalogInventory::cataloginventory'] },
];

/** A day as shops have it: quiet at night, two peaks, now and then something refused. */
function addTraffic(folder: string, ids: readonly number[]): void {
  const db = new SQLite(join(folder, 'tessera.sqlite'));
  const add = db.prepare(
    'insert into api_call_count (slot, caller_kind, integration_id, outcome, duration, calls) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
  );
  const now = Math.floor(Date.now() / 300_000) * 300;
  const insert = db.transaction(() => {
    for (let slot = now - 86_400; slot < now; slot += 300) {
      const hour = (slot % 86_400) / 3600;
      const busy = 0.15 + Math.exp(-((hour - 11) ** 2) / 8) + 0.8 * Math.exp(-((hour - 20) ** 2) / 6);
      ids.forEach((id, index) => {
        const wave = 1 + 0.25 * Math.sin(slot / 1700 + index * 2);
        const calls = Math.round((busy * wave * 90) / (index + 1));
        add.run(slot, 'integration', id, 'ok', 0, Math.round(calls * 0.7));
        add.run(slot, 'integration', id, 'ok', 1, Math.round(calls * 0.2));
        add.run(slot, 'integration', id, 'ok', 2, Math.round(calls * 0.08));
        if (slot % (1500 * (index + 2)) === 0) add.run(slot, 'integration', id, 'refused', 0, Math.round(calls * 0.3));
      });
    }
  });
  insert();
  db.close();
}

const shoot = async (page: Page, name: string): Promise<void> => {
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(images, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
};

async function prepare(panel: Panel): Promise<readonly number[]> {
  const { api, url, folder } = panel.tessera;
  const ids: number[] = [];
  for (const integration of INTEGRATIONS) ids.push((await api<Made>('POST', '/V1/integrations', { integration })).id);
  const [erp = 0, , , warehouse = 0] = ids;
  for (const id of [erp, warehouse]) {
    const { access_token } = await api<{ access_token: string }>('POST', `/V1/integrations/${id}/activate`);
    const paths = [
      'customers/1',
      'customers/2',
      'customers/search?searchCriteria[pageSize]=5',
      'customers/9999',
      'customerGroups/1',
      'store/storeViews',
    ];
    for (const path of paths)
      await fetch(new URL(`rest/V1/${path}`, url), { headers: { authorization: `Bearer ${access_token}` } });
  }
  await new Promise((done) => setTimeout(done, 1300));
  addTraffic(folder, ids);
  return ids;
}

async function takeAll(panel: Panel, provider: Provider): Promise<void> {
  const [erp = 0] = await prepare(panel);
  const wide = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const;

  const page = await panel.signedIn('/dashboard', wide);
  await page.getByText('Calls over time').waitFor();
  await shoot(page, 'dashboard');
  await page.getByRole('link', { name: 'Integrations' }).click();
  await page.getByRole('link', { name: 'HubSpot' }).waitFor();
  await shoot(page, 'integrations');

  await page.getByRole('link', { name: 'Add New Integration' }).click();
  await page.locator('input[name="name"]').fill('Loyalty app');
  await confirmPassword(page);
  await page.getByRole('tab', { name: 'API' }).click();
  const tree = page.getByRole('tree');
  await tree.locator('[data-id="Magento_Customer::customer"]').focus();
  await page.keyboard.press('ArrowRight');
  await tree.locator('[data-id="Magento_Customer::group"]').click();
  await tree.locator('[data-id="Magento_Customer::online"]').click();
  await shoot(page, 'new-integration');
  await page.getByRole('button', { name: 'Save & Activate' }).click();
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  await shoot(page, 'activation');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Consumer Key' }).waitFor();
  await shoot(page, 'tokens');

  const linked = await panel.tessera.api<Made>('POST', '/V1/integrations', {
    integration: {
      name: 'Aperture CRM',
      endpoint: provider.callback,
      identity_link_url: provider.link,
      resources: ['Magento_Customer::customer'],
    },
  });
  await page.goto(`${panel.url}/integrations/${linked.id}`);
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText('The application has fetched its tokens.').waitFor();
  await shoot(page, 'handshake');

  await page.goto(`${panel.url}/integrations/${erp}`);
  await page.getByRole('tab', { name: 'Access log' }).click();
  await page
    .getByRole('row', { name: /customers/ })
    .first()
    .waitFor();
  await shoot(page, 'access-log');
  await page.getByRole('tab', { name: 'Signature debugger' }).click();
  await page.getByLabel('Authorization header').fill(await wrongHeader(panel, erp));
  await page.getByRole('textbox', { name: 'URL' }).fill(`${panel.tessera.url}rest/V1/customers/1`);
  await page.getByRole('button', { name: 'Explain the signature' }).click();
  await page.getByRole('region', { name: 'Explanation' }).scrollIntoViewIfNeeded();
  await shoot(page, 'signature-debugger');

  const dark = await panel.signedIn('/dashboard', { ...wide, colorScheme: 'dark' });
  await dark.getByText('Calls over time').waitFor();
  await shoot(dark, 'dashboard-dark');
  const phone = await panel.signedIn('/integrations', {
    viewport: { width: 390, height: 844 },
    reducedMotion: 'reduce',
  });
  await phone.getByRole('link', { name: 'HubSpot' }).waitFor();
  await shoot(phone, 'phone');
}

/** Signed with the consumer secret in place of the token's: a mistake that is made often. */
async function wrongHeader(panel: Panel, id: number): Promise<string> {
  const { createSigner } = await import('@tessera/oauth1');
  const tokens = await panel.tessera.api<Record<string, string>>('GET', `/V1/integrations/${id}/credentials`);
  const sign = createSigner({
    consumerKey: tokens['consumer_key'] ?? '',
    consumerSecret: tokens['consumer_secret'] ?? '',
    token: tokens['access_token'] ?? '',
    tokenSecret: tokens['consumer_secret'] ?? '',
  });
  return sign('GET', `${panel.tessera.url}rest/V1/customers/1`);
}

const provider = await startProvider();
const panel = await startPanel(['--demo']);
try {
  await takeAll(panel, provider);
} finally {
  await panel.close();
  await provider.close();
}
