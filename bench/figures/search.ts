import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresDatabase } from '../databases.ts';
import { type Bench, type Figure, inTurn, median } from '../figure.ts';
import { adminToken, startTessera, tessera } from '../processes.ts';

/** Median time of one search by e-mail, one connection, in milliseconds. */
async function searchTime(base: string, token: string, emails: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (const email of emails) {
    const url = `${base}/rest/V1/customers/search?searchCriteria[filter_groups][0][filters][0][field]=email&searchCriteria[filter_groups][0][filters][0][value]=${encodeURIComponent(email)}`;
    const began = performance.now();
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const found = (await answer.json()) as { total_count: number };
    times.push(performance.now() - began);
    if (found.total_count !== 1) throw new Error(`${email} was found ${found.total_count} times`);
  }
  return median(times);
}

async function emailsOf(base: string, token: string, customers: number): Promise<string[]> {
  const ids = Array.from({ length: 200 }, (_, i) => 1 + Math.floor(((i + 1) / 201) * customers));
  return Promise.all(
    ids.map(
      async (id) =>
        (
          (await (
            await fetch(`${base}/rest/V1/customers/${id}`, { headers: { authorization: `Bearer ${token}` } })
          ).json()) as { email: string }
        ).email,
    ),
  );
}

async function compare(
  name: string,
  sizes: readonly [number, number],
  environments: readonly [NodeJS.ProcessEnv, NodeJS.ProcessEnv],
  quick: boolean,
): Promise<Figure> {
  const folders = sizes.map(() => mkdtempSync(join(tmpdir(), 'tessera-bench-')));
  const running: { stop: () => Promise<void> }[] = [];
  try {
    const measures: (() => Promise<number>)[] = [];
    for (const [i, size] of sizes.entries()) {
      const folder = folders[i] ?? '';
      tessera(folder, ['seed', '--customers', String(size)], environments[i]);
      const server = await startTessera(folder, environments[i]);
      running.push(server);
      const token = await adminToken(server.base);
      const emails = await emailsOf(server.base, token, size);
      measures.push(() => searchTime(server.base, token, emails));
    }
    const [small, large] = measures as [() => Promise<number>, () => Promise<number>];
    const { a, b, ratio } = await inTurn(quick ? 3 : 7, large, small);
    return { name, value: a, bound: b, ratio, unit: 'ms', goal: '≤ 1.50' };
  } finally {
    for (const server of running) await server.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** A search by e-mail among many customers against the same among a thousand. */
export const search: Bench = {
  name: 'search',
  measure: async ({ quick }) => {
    const large = quick ? 100_000 : 1_000_000;
    const label = large.toLocaleString('en');
    const results = [
      await compare(
        `search by e-mail, ${label} to 1,000 customers (SQLite)`,
        [1000, large],
        [{ DATABASE_URL: '' }, { DATABASE_URL: '' }],
        quick,
      ),
    ];
    const databases = [await postgresDatabase(), await postgresDatabase()];
    try {
      const [small, big] = databases;
      if (small !== null && small !== undefined && big !== null && big !== undefined) {
        results.push(
          await compare(
            `search by e-mail, ${label} to 1,000 customers (PostgreSQL)`,
            [1000, large],
            [{ DATABASE_URL: small.url }, { DATABASE_URL: big.url }],
            quick,
          ),
        );
      }
    } finally {
      for (const database of databases) await database?.drop();
    }
    return results;
  },
};
