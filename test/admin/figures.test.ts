import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import SQLite from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { contains, type Found, type Search, searchQuery } from '../../packages/admin/src/api/search.ts';
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

const INTEGRATIONS = 10_000;
/** Of several tries the best: what others do on the machine is not ours. */
const TRIES = 5;
/** Where others take their share of the machine, everything takes as much longer. */
const inQuiet = (milliseconds: number): number =>
  milliseconds * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());

/** Milliseconds from the beginning of the navigation until the field takes what is typed. */
async function interactiveAfter(page: Page, path: string, label: string): Promise<number> {
  await page.goto(panel.url + path, { waitUntil: 'commit' });
  await page.getByLabel(label).fill('x');
  return page.evaluate(() => performance.now());
}

test('the first page takes input within a second, cold, and so does a list behind it', async (t) => {
  const cold: number[] = [];
  for (let index = 0; index < TRIES; index++) {
    const page = await panel.open('/favicon.svg');
    cold.push(await interactiveAfter(page, '/', 'Username'));
    await page.context().close();
  }
  const page = await panel.signedIn('/users');
  const warm: number[] = [];
  for (let index = 0; index < TRIES; index++) warm.push(await interactiveAfter(page, '/users', 'Filter by User Name'));
  t.diagnostic(`sign-in ${Math.round(Math.min(...cold))} ms, list of users ${Math.round(Math.min(...warm))} ms`);
  assert.ok(Math.min(...cold) < inQuiet(1000), String(cold));
  assert.ok(Math.min(...warm) < inQuiet(1000), String(warm));
});

/** Straight into the tables, since ten thousand calls would take minutes. */
function addIntegrations(folder: string): void {
  const db = new SQLite(join(folder, 'tessera.sqlite'));
  const at = '2026-01-01 00:00:00';
  const consumer = db.prepare('insert into oauth_consumer (consumer_key, secret, created_at) values (?, ?, ?)');
  const integration = db.prepare(
    `insert into integration (name, name_key, status, setup_type, consumer_id, all_resources, created_at, updated_at)
     values (?, ?, ?, 0, ?, 0, ?, ?)`,
  );
  const token = db.prepare(
    `insert into oauth_token (consumer_id, type, token_hash, token, secret, revoked, created_at, expires_at)
     values (?, 'access', ?, '', '', 0, ?, ?)`,
  );
  const use = db.prepare('insert into integration_use (integration_id, last_used_at) values (?, ?)');
  db.transaction(() => {
    for (let index = 0; index < INTEGRATIONS; index++) {
      const name = `Integration ${String(index).padStart(5, '0')}`;
      const { lastInsertRowid } = consumer.run(`key${index}`.padStart(32, '0'), '', at);
      const { lastInsertRowid: id } = integration.run(name, name.toLowerCase(), index % 3, lastInsertRowid, at, at);
      token.run(lastInsertRowid, `hash${index}`, at, index % 2 === 0 ? null : `20${30 + (index % 50)}-01-01 00:00:00`);
      if (index % 4 === 0) use.run(id, Date.UTC(2026, 0, 1) + index * 60_000);
    }
  })();
  db.close();
}

test('a list of 10,000 integrations is paged, filtered and sorted in less than 100 ms', async (t) => {
  addIntegrations(panel.tessera.folder);
  const page = (search: Search): string => `/V1/integrations?${searchQuery({ pageSize: 20, ...search })}`;
  const byName = { field: 'name', direction: 'DESC' } as const;
  const byUse = { field: 'last_used_at', direction: 'DESC' } as const;
  const byEnd = { field: 'expires_at', direction: 'ASC' } as const;
  const never = { field: 'last_used_at', value: '', condition: 'null' } as const;
  const soon = { field: 'expires_at', value: '2050-01-01 00:00:00', condition: 'lt' } as const;
  const active = { field: 'status', value: '1', condition: 'eq' } as const;
  const cases: readonly (readonly [what: string, search: Search, found: number])[] = [
    ['first page', {}, INTEGRATIONS],
    ['last page', { page: 500 }, INTEGRATIONS],
    ['sorted by name', { sort: byName }, INTEGRATIONS],
    ['name contains', { filters: [contains('name', '099')] }, 120],
    ['sorted by last use', { sort: byUse, page: 200 }, INTEGRATIONS],
    ['never used, by end of access', { filters: [never], sort: byEnd, page: 300 }, 7500],
    ['access ends, by last use', { filters: [soon], sort: byUse, page: 50 }, 2000],
    ['status', { filters: [active], sort: byName, page: 100 }, 3333],
  ];
  for (const [what, search, found] of cases) {
    const taken: number[] = [];
    for (let index = 0; index < TRIES; index++) {
      const started = performance.now();
      const list = await panel.tessera.api<Found<{ id: number }>>('GET', page(search));
      const ids = list.items.map(({ id }) => id).join(',');
      await panel.tessera.api('GET', `/V1/activity/integrations?ids=${ids}`);
      taken.push(performance.now() - started);
      assert.equal(list.total_count, found, what);
    }
    t.diagnostic(`${what}: ${Math.min(...taken).toFixed(1)} ms`);
    assert.ok(Math.min(...taken) < inQuiet(100), `${what}: ${taken}`);
  }
});
