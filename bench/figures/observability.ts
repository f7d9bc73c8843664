import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresDatabase } from '../databases.ts';
import { type Bench, type Figure, inTurn } from '../figure.ts';
import { load } from '../load.ts';
import { adminToken, type Running, startTessera, tessera } from '../processes.ts';

const CUSTOMERS = 1000;
const paths = Array.from({ length: 500 }, (_, i) => `/rest/V1/customers/${i + 1}`);
const SWITCHES = ['tessera/metrics/enabled', 'tessera/activity/log_calls', 'tessera/audit/enabled'];

/** A server of its own, with everything that observes it on (a line for every request included) or off. */
async function start(folder: string, environment: NodeJS.ProcessEnv, observed: boolean): Promise<Running> {
  tessera(folder, ['seed', '--customers', String(CUSTOMERS)], environment);
  for (const path of SWITCHES) tessera(folder, ['config:set', path, observed ? '1' : '0'], environment);
  const log = observed
    ? { TESSERA_LOG_LEVEL: 'info', TESSERA_LOG_FILE: join(folder, 'tessera.log') }
    : { TESSERA_LOG_LEVEL: 'silent' };
  return startTessera(folder, { ...environment, ...log });
}

async function compare(
  name: string,
  environments: readonly [NodeJS.ProcessEnv, NodeJS.ProcessEnv],
  quick: boolean,
): Promise<Figure> {
  const folders = environments.map(() => mkdtempSync(join(tmpdir(), 'tessera-bench-')));
  const running: Running[] = [];
  const rateOf = async (index: 0 | 1): Promise<() => Promise<number>> => {
    const server = await start(folders[index] ?? '', environments[index], index === 0);
    running.push(server);
    const headers = { authorization: `Bearer ${await adminToken(server.base)}` };
    return async () => {
      const measured = await load({ url: server.base, seconds: quick ? 2 : 4, headers, paths });
      if (measured.failures > 0) throw new Error(`${measured.failures} requests failed`);
      return measured.requestsPerSecond;
    };
  };
  try {
    const { a, b, ratio } = await inTurn(quick ? 5 : 9, await rateOf(0), await rateOf(1));
    return { name, value: a, bound: b, ratio, unit: 'requests/s', goal: '≥ 0.90' };
  } finally {
    for (const server of running) await server.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** A Bearer read with log, access log, metrics and audit log on, against the same with all of them off. */
export const observability: Bench = {
  name: 'observability',
  measure: async ({ quick }) => {
    const sqlite = { DATABASE_URL: '' };
    const results = [await compare('observed to unobserved read (SQLite)', [sqlite, sqlite], quick)];
    const databases = [await postgresDatabase(), await postgresDatabase()];
    try {
      const [on, off] = databases;
      if (on !== null && on !== undefined && off !== null && off !== undefined)
        results.push(
          await compare(
            'observed to unobserved read (PostgreSQL)',
            [{ DATABASE_URL: on.url }, { DATABASE_URL: off.url }],
            quick,
          ),
        );
    } finally {
      for (const database of databases) await database?.drop();
    }
    return results;
  },
};
