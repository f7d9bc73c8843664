// What the browser tests of the admin panel share: a server with the built panel, a browser, and the usual ways.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { type StartedTessera, startTessera } from '../tessera.ts';
import { seenIn, watchTroubles } from './seen.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const PASSWORD = 'Admin123!x';

export interface Panel {
  readonly tessera: StartedTessera;
  readonly browser: Browser;
  /** `http://127.0.0.1:41234/admin` */
  readonly url: string;
  /** A page in a browser profile of its own; whatever the page complains of fails the test at its end. */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<Page>;
  /** The same, signed in as administrator or as the given user. */
  readonly signedIn: (path?: string, options?: BrowserContextOptions & { readonly as?: string }) => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** The pages that are open, each with what went wrong in it. */
const openPages = new Map<Page, readonly string[]>();
/** Those that the running test has opened; others belong to the whole file. */
const ownPages = new Set<Page>();
beforeEach(() => ownPages.clear());

// A failed test shows what its pages showed: a time-out alone says nothing. And pages that nobody needs any more ask the
// server for nothing.
afterEach(async (context) => {
  for (const page of openPages.keys()) if (page.isClosed()) openPages.delete(page);
  if ('passed' in context && context.passed === false)
    for (const [page, troubles] of openPages)
      if (ownPages.size === 0 || ownPages.has(page)) console.error(await seenIn(page, troubles, context.name));
  for (const page of ownPages) await page.context().close();
});

/** Builds the panel where it is not current, and starts what a test needs. */
export async function startPanel(args: readonly string[] = []): Promise<Panel> {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'packages/admin/build.ts')], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const tessera = await startTessera(args);
  const browser = await launchBrowser();
  const url = `${tessera.url}admin`;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  const open: Panel['open'] = async (path = '', options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(30_000);
    contexts.push(context);
    const page = await context.newPage();
    openPages.set(page, watchTroubles(page));
    ownPages.add(page);
    page.on('pageerror', (error) => faults.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/i.test(message.text())) faults.push(message.text());
    });
    await page.goto(url + path);
    return page;
  };
  return {
    tessera,
    browser,
    url,
    open,
    signedIn: async (path = '/integrations', { as = 'admin', ...options } = {}) => {
      const page = await open(path, options);
      await signIn(page, as);
      return page;
    },
    close: async () => {
      for (const context of contexts) await context.close();
      await browser.close();
      await tessera.stop();
      assert.deepEqual(faults, []);
    },
  };
}

export async function signIn(page: Page, username = 'admin', password = PASSWORD): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('#main').waitFor();
}

/** Enters the current password where a form or dialog asks for it. */
export async function confirmPassword(page: Page, password = PASSWORD): Promise<void> {
  const field = page.getByLabel('Your Password').last();
  if (await field.isVisible()) await field.fill(password);
}

/** Fills in and saves the form for a new integration; the page is the list afterwards. */
export async function addIntegration(
  page: Page,
  values: { readonly name: string; readonly endpoint?: string; readonly link?: string; readonly all?: boolean },
): Promise<void> {
  await page.getByRole('link', { name: 'Add New Integration' }).first().click();
  await page.locator('input[name="name"]').fill(values.name);
  await page.getByLabel('Callback URL').fill(values.endpoint ?? '');
  await page.getByLabel('Identity link URL').fill(values.link ?? '');
  if (values.all === true) {
    await page.getByRole('tab', { name: 'API' }).click();
    await page.getByLabel('Resource Access').selectOption('All');
    await page.getByRole('tab', { name: 'Integration Info' }).click();
  }
  await confirmPassword(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`The integration '${values.name}' has been saved.`).first().waitFor();
}
