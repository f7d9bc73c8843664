import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { type Panel, signIn, startPanel } from './panel.ts';

const DIST = join(import.meta.dirname, '../../packages/admin/dist/assets');
const BUDGET = 250 * 1024;

let panel: Panel;
before(async () => {
  panel = await startPanel();
});
after(() => panel?.close());

/** Counts what a page loads of scripts and styles, as gzip would send it. */
function countLoaded(page: Page): () => number {
  const names = new Set<string>();
  page.on('request', (request) => {
    const name = /\/assets\/([^/?]+\.(?:js|css))$/.exec(request.url())?.[1];
    if (name !== undefined) names.add(name);
  });
  return () => [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(DIST, name))).length, 0);
}

test('the first page stays below 250 kB of compressed scripts and styles, and so does the dashboard behind it', async (t) => {
  const page = await panel.open('/favicon.svg');
  const loaded = countLoaded(page);
  await page.goto(`${panel.url}/`);
  await page.getByLabel('Username').waitFor();
  const first = loaded();
  await signIn(page);
  await page.getByText('Calls over time').waitFor();
  const all = loaded();
  t.diagnostic(`sign-in ${Math.round(first / 1024)} kB, with the dashboard ${Math.round(all / 1024)} kB`);
  assert.ok(first > 50_000 && first <= BUDGET, String(first));
  assert.ok(all <= BUDGET, String(all));
});
