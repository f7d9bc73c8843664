import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresDatabase } from '../databases.ts';
import { type Bench, type Figure, inTurn, median } from '../figure.ts';
import { load } from '../load.ts';
import { adminToken, startBare, startTessera, tessera } from '../processes.ts';

const paths = Array.from({ length: 500 }, (_, i) => `/rest/V1/customers/${i + 1}`);

interface FourValues {
  consumer_key: string;
  consumer_secret: string;
  access_token: string;
  access_token_secret: string;
}

async function integration(base: string, token: string): Promise<FourValues> {
  const call = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${base}/rest/V1/integrations${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const made = await call('', { integration: { name: 'Bench', all_resources: true, resources: [] } });
  return (await call(`/${String(made['id'])}/activate`, {})) as unknown as FourValues;
}

async function measure(
  label: string,
  folder: string,
  dialect: string,
  location: string,
  environment: NodeJS.ProcessEnv,
  quick: boolean,
): Promise<Figure[]> {
  tessera(folder, ['seed', '--customers', '1000'], environment);
  const server = await startTessera(folder, environment);
  const bare = await startBare(dialect, location);
  try {
    const token = await adminToken(server.base);
    const four = await integration(server.base, token);
    const oauth = {
      consumerKey: four.consumer_key,
      consumerSecret: four.consumer_secret,
      token: four.access_token,
      tokenSecret: four.access_token_secret,
    };
    const rate = async (url: string, more: object): Promise<number> => {
      const measured = await load({ url, seconds: quick ? 2 : 4, paths, ...more });
      if (measured.failures > 0) throw new Error(`${measured.failures} requests failed`);
      return measured.requestsPerSecond;
    };
    const signed = (): Promise<number> => rate(server.base, { oauth });
    const rounds = quick ? 3 : 5;
    const toBare = await inTurn(rounds, signed, () => rate(bare.base, {}));
    const toBearer = await inTurn(rounds, signed, () =>
      rate(server.base, { headers: { authorization: `Bearer ${token}` } }),
    );
    return [
      {
        name: `oauth read to bare HTTP (${label})`,
        value: toBare.a,
        bound: toBare.b,
        ratio: toBare.ratio,
        unit: 'requests/s',
        goal: '≥ 0.40',
      },
      {
        name: `oauth read to bearer read (${label})`,
        value: median([toBearer.a]),
        bound: toBearer.b,
        ratio: toBearer.ratio,
        unit: 'requests/s',
        goal: '≥ 0.60',
      },
    ];
  } finally {
    await server.stop();
    await bare.stop();
  }
}

/** A signed read, a fresh nonce each, against bare HTTP and against our own Bearer read. */
export const oauthRead: Bench = {
  name: 'oauth read',
  measure: async ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    try {
      const results = await measure(
        'SQLite',
        folder,
        'sqlite',
        join(folder, 'tessera.sqlite'),
        { DATABASE_URL: '' },
        quick,
      );
      const postgres = await postgresDatabase();
      if (postgres !== null) {
        try {
          results.push(
            ...(await measure('PostgreSQL', folder, 'postgres', postgres.url, { DATABASE_URL: postgres.url }, quick)),
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
