import { type Api, apiOf } from '../api.ts';
import { type Bench, inTurn, median, NO_POSTGRES, notMeasured } from '../figure.ts';
import { startTessera, startWorker } from '../processes.ts';

const ITEMS = 5000;

interface Item {
  readonly id: number;
  readonly email: string;
}
const itemsOf = async ({ call }: Api): Promise<readonly Item[]> =>
  (await call<{ items: Item[] }>('GET', '/V1/customers/search?searchCriteria=&fields=items[id,email]')).items;

let rounds = 0;
/** Operations a second, from the accepted request to the last operation that is complete. */
async function updateAll({ call }: Api, items: readonly Item[], bulks: number): Promise<number> {
  const lastname = `Round${rounds++}`;
  const updates = items.map(({ id, email }) => ({
    customerId: id,
    customer: { email, firstname: 'Bulk', lastname, website_id: 1 },
  }));
  const share = Math.ceil(updates.length / bulks);
  const began = performance.now();
  const accepted = await Promise.all(
    Array.from({ length: bulks }, (_, n) =>
      call<{ bulk_uuid: string }>(
        'PUT',
        '/async/bulk/V1/customers/byCustomerId',
        updates.slice(n * share, (n + 1) * share),
      ),
    ),
  );
  for (const { bulk_uuid } of accepted) {
    for (;;) {
      const state = await call<{ open: number; failed: number }>('GET', `/V1/bulk/${bulk_uuid}`);
      if (state.failed > 0) throw new Error(`${state.failed} operations failed`);
      if (state.open === 0) break;
      await new Promise((soon) => setTimeout(soon, 50));
    }
  }
  return updates.length / ((performance.now() - began) / 1000);
}

/** Customers updated by a bulk: embedded, and by one and two processes of `tessera worker`. */
export const bulk: Bench = {
  name: 'bulk',
  measure: async function* ({ quick, installations }) {
    const embedded = await installations.fresh('SQLite', ITEMS);
    if (embedded === null) return;
    const server = await startTessera(embedded);
    try {
      const api = await apiOf(server.base);
      const items = await itemsOf(api);
      const rates: number[] = [];
      for (let i = 0; i < (quick ? 1 : 5); i++) rates.push(await updateAll(api, items, 1));
      const value = median(rates);
      const unit = 'operations/s';
      yield { name: 'bulk updates, embedded (SQLite)', value, bound: 1500, ratio: value / 1500, unit, goal: '≥ 1.00' };
    } finally {
      await server.stop();
    }

    const name = 'bulk updates, 2 workers to 1 (PostgreSQL)';
    const shared = await installations.fresh('PostgreSQL', ITEMS);
    if (shared === null) return yield notMeasured(name, NO_POSTGRES);
    const front = await startTessera(shared, ['--no-bulk-worker']);
    try {
      const api = await apiOf(front.base);
      const items = await itemsOf(api);
      const by = (workers: number) => async (): Promise<number> => {
        const running = [];
        for (let n = 0; n < workers; n++) running.push(await startWorker(shared));
        try {
          return await updateAll(api, items, 4);
        } finally {
          for (const worker of running) await worker.stop();
        }
      };
      const { a, b, ratio } = await inTurn(quick ? 1 : 3, by(2), by(1));
      const note = 'workers, server and PostgreSQL share the cores';
      yield { name, value: a, bound: b, ratio, unit: 'operations/s', goal: '≥ 1.60 with 4 cores or more', note };
    } finally {
      await front.stop();
    }
  },
};
