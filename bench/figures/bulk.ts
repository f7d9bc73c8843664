import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, median } from '../figure.ts';
import { adminToken, startTessera, tessera } from '../processes.ts';

const ITEMS = 5000;

/** Customers updated by a bulk, from the accepted request to the last operation that is complete. */
export const bulk: Bench = {
  name: 'bulk',
  measure: async ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    const environment = { DATABASE_URL: '' };
    tessera(folder, ['seed', '--customers', String(ITEMS)], environment);
    const server = await startTessera(folder, environment);
    try {
      const headers = {
        authorization: `Bearer ${await adminToken(server.base)}`,
        'content-type': 'application/json',
      };
      const call = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
        const sent = body === undefined ? {} : { body: JSON.stringify(body) };
        const response = await fetch(`${server.base}/rest/${path}`, { method, headers, ...sent });
        if (!response.ok) throw new Error(`${path} answered ${response.status}`);
        return response.json();
      };
      const { items } = (await call('V1/customers/search?searchCriteria=&fields=items[id,email]')) as {
        items: { id: number; email: string }[];
      };
      const round = async (lastname: string): Promise<number> => {
        const updates = items.map(({ id, email }) => ({
          customerId: id,
          customer: { email, firstname: 'Bulk', lastname, website_id: 1 },
        }));
        const started = performance.now();
        const accepted = (await call('async/bulk/V1/customers/byCustomerId', 'PUT', updates)) as { bulk_uuid: string };
        for (;;) {
          const state = (await call(`V1/bulk/${accepted.bulk_uuid}`)) as { open: number; failed: number };
          if (state.failed > 0) throw new Error(`${state.failed} operations failed`);
          if (state.open === 0) break;
          await new Promise((soon) => setTimeout(soon, 50));
        }
        return updates.length / ((performance.now() - started) / 1000);
      };
      const rates: number[] = [];
      for (let i = 0; i < (quick ? 1 : 3); i++) rates.push(await round(`Round${i}`));
      const value = median(rates);
      return [
        { name: 'bulk updates (SQLite)', value, bound: null, ratio: null, unit: 'operations/s', goal: '≥ 1,500' },
      ];
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
