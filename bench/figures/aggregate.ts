import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, inTurn } from '../figure.ts';
import { adminToken, startTessera, tessera } from '../processes.ts';

const CALLS = 20;

/** Twenty reads as one aggregate against twenty single calls, over kept-alive connections. */
export const aggregate: Bench = {
  name: 'aggregate',
  measure: async ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    const environment = { DATABASE_URL: '' };
    tessera(folder, ['seed', '--customers', '100'], environment);
    const server = await startTessera(folder, environment);
    try {
      const headers = {
        authorization: `Bearer ${await adminToken(server.base)}`,
        'content-type': 'application/json',
      };
      const urls = Array.from({ length: CALLS }, (_, i) => `/V1/customers/${i + 1}`);
      const single = async (): Promise<void> => {
        for (const url of urls) await (await fetch(`${server.base}/rest${url}`, { headers })).text();
      };
      const body = JSON.stringify({ calls: urls.map((url) => ({ method: 'GET', url })) });
      const together = async (): Promise<void> => {
        const response = await fetch(`${server.base}/rest/V1/aggregate`, { method: 'POST', headers, body });
        const answers = (await response.json()) as { status: number }[];
        if (answers.length !== CALLS || answers.some(({ status }) => status !== 200))
          throw new Error('the aggregate did not answer all calls');
      };
      const rounds = quick ? 20 : 100;
      const time = async (work: () => Promise<void>): Promise<number> => {
        const started = performance.now();
        for (let i = 0; i < rounds; i++) await work();
        return (performance.now() - started) / rounds;
      };
      const { a, b, ratio } = await inTurn(
        5,
        () => time(together),
        () => time(single),
      );
      return [{ name: `aggregate of ${CALLS} reads`, value: a, bound: b, ratio, unit: 'ms', goal: '≤ 0.35' }];
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
