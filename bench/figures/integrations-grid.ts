import Database from 'better-sqlite3';
import pg from 'pg';
import { apiOf, signingIntegration, timeOf } from '../api.ts';
import { type Bench, type Figure, NO_POSTGRES, notMeasured } from '../figure.ts';
import type { Installation } from '../installation.ts';
import { LABELS } from '../installations.ts';
import { startTessera } from '../processes.ts';

const INTEGRATIONS = 10_000;
const GOAL_MS = 100;

/**
 * The rows of many integrations, each with a consumer and a resource; two of three with a token, which ends for one, and
 * one of two has called. Nobody opens their secrets here.
 */
const rows = (numbers: string): readonly string[] => [
  `insert into oauth_consumer (id, consumer_key, secret, created_at)
   select n, 'k' || n, (select max(secret) from oauth_consumer), '2026-01-01 00:00:00' from ${numbers}`,
  `insert into integration (id, name, name_key, status, setup_type, consumer_id, all_resources, created_at, updated_at)
   select n, 'Integration ' || n, 'integration ' || n, n % 2, 0, n, 0, '2026-01-01 00:00:00', '2026-01-01 00:00:00'
   from ${numbers}`,
  `insert into integration_resource (integration_id, resource) select n, 'Magento_Customer::customer' from ${numbers}`,
  `insert into oauth_token (consumer_id, type, token_hash, token, secret, revoked, created_at, expires_at)
   select n, 'access', 'h' || n, '', '', 0, '2026-01-01 00:00:00',
     case when n % 3 = 1 then '20' || (30 + n % 50) || '-01-01 00:00:00' end
   from ${numbers} where n % 3 > 0`,
  `insert into integration_use (integration_id, last_used_at)
   select n, ${Date.UTC(2026, 0)} + n * 60000 from ${numbers} where n % 2 = 1`,
];

async function addIntegrations({ dialect, location }: Installation): Promise<void> {
  if (dialect === 'sqlite') {
    const database = new Database(location);
    const counting = `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < ${INTEGRATIONS}) select n from numbers`;
    for (const sql of rows(`(${counting})`)) database.exec(sql);
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: location });
  await client.connect();
  for (const sql of rows(`generate_series(2, ${INTEGRATIONS}) as n`)) await client.query(sql);
  await client.end();
}

const QUERIES: Readonly<Record<string, string>> = {
  'a page, by name': 'searchCriteria[sortOrders][0][field]=name&searchCriteria[currentPage]=250',
  'a filter, by status':
    'searchCriteria[filterGroups][0][filters][0][field]=name&searchCriteria[filterGroups][0][filters][0][conditionType]=like&searchCriteria[filterGroups][0][filters][0][value]=%2599%25&searchCriteria[sortOrders][0][field]=status',
  'those used lately, by last use':
    'searchCriteria[filterGroups][0][filters][0][field]=last_used_at&searchCriteria[filterGroups][0][filters][0][conditionType]=gteq&searchCriteria[filterGroups][0][filters][0][value]=2026-01-02%2000:00:00&searchCriteria[sortOrders][0][field]=last_used_at&searchCriteria[sortOrders][0][direction]=DESC&searchCriteria[currentPage]=100',
  'those with access, by its end':
    'searchCriteria[filterGroups][0][filters][0][field]=has_access&searchCriteria[filterGroups][0][filters][0][value]=1&searchCriteria[sortOrders][0][field]=expires_at&searchCriteria[currentPage]=250',
};

/** The grid of ten thousand integrations: a page far behind, and a filter, as the panel asks for them. */
export const integrationsGrid: Bench = {
  name: 'integrations grid',
  measure: async function* ({ quick, installations }) {
    for (const label of LABELS) {
      const installation = await installations.fresh(label, 10);
      if (installation === null) {
        yield notMeasured(`integrations grid (${label})`, NO_POSTGRES);
        continue;
      }
      const before = await startTessera(installation);
      await signingIntegration(await apiOf(before.base), 'Integration 1');
      await before.stop();
      await addIntegrations(installation);
      const server = await startTessera(installation);
      try {
        const { call } = await apiOf(server.base);
        for (const [what, query] of Object.entries(QUERIES)) {
          const value = await timeOf(quick ? 20 : 100, async () => {
            const { items } = await call<{ items: unknown[] }>(
              'GET',
              `/V1/integrations?${query}&searchCriteria[pageSize]=20`,
            );
            if (items.length !== 20) throw new Error(`a page of ${items.length} integrations`);
          });
          const name = `integrations grid of ${INTEGRATIONS.toLocaleString('en')}, ${what} (${label})`;
          const ratio = value / GOAL_MS;
          yield { name, value, bound: GOAL_MS, ratio, unit: 'ms', goal: `< ${GOAL_MS} ms` } satisfies Figure;
        }
      } finally {
        await server.stop();
      }
    }
  },
};
