import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresDatabase } from '../databases.ts';
import { type Bench, type Figure, inTurn } from '../figure.ts';
import { load } from '../load.ts';
import { adminToken, startBare, startTessera, tessera } from '../processes.ts';

const CUSTOMERS = 1000;
const paths = Array.from({ length: 500 }, (_, i) => `/rest/V1/customers/${i + 1}`);

async function ratio(
  name: string,
  folder: string,
  dialect: string,
  location: string,
  environment: NodeJS.ProcessEnv,
  quick: boolean,
): Promise<Figure> {
  tessera(folder, ['seed', '--customers', String(CUSTOMERS)], environment);
  const server = await startTessera(folder, environment);
  const bare = await startBare(dialect, location);
  try {
    const headers = { authorization: `Bearer ${await adminToken(server.base)}` };
    const [ours, theirs] = await Promise.all(
      [server.base, bare.base].map(async (base) => (await fetch(`${base}/rest/V1/customers/2`, { headers })).json()),
    );
    if (JSON.stringify(sorted(ours)) !== JSON.stringify(sorted(theirs)))
      throw new Error(`the bound answers something else: ${JSON.stringify(ours)} ${JSON.stringify(theirs)}`);
    const rate = async (base: string): Promise<number> => {
      const measured = await load({ url: base, seconds: quick ? 2 : 4, headers, paths });
      if (measured.failures > 0) throw new Error(`${measured.failures} requests failed`);
      return measured.requestsPerSecond;
    };
    const {
      a,
      b,
      ratio: value,
    } = await inTurn(
      quick ? 3 : 5,
      () => rate(server.base),
      () => rate(bare.base),
    );
    return { name, value: a, bound: b, ratio: value, unit: 'requests/s', goal: '≥ 0.60' };
  } finally {
    await server.stop();
    await bare.stop();
  }
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
};

/** `GET /rest/V1/customers/:id` with a Bearer token against bare HTTP doing the same reads and the same JSON. */
export const bearerRead: Bench = {
  name: 'bearer read',
  measure: async ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    const results: Figure[] = [];
    try {
      results.push(
        await ratio(
          'bearer read (SQLite)',
          folder,
          'sqlite',
          join(folder, 'tessera.sqlite'),
          { DATABASE_URL: '' },
          quick,
        ),
      );
      const postgres = await postgresDatabase();
      if (postgres !== null) {
        try {
          results.push(
            await ratio(
              'bearer read (PostgreSQL)',
              folder,
              'postgres',
              postgres.url,
              { DATABASE_URL: postgres.url },
              quick,
            ),
          );
        } finally {
          await postgres.drop();
        }
      }
      return results;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
