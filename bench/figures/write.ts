import { apiOf } from '../api.ts';
import { type Bench, NO_POSTGRES, notMeasured } from '../figure.ts';
import { LABELS } from '../installations.ts';
import { startBare, startTessera } from '../processes.ts';
import { compareRates } from '../rates.ts';

const given = (email: string): string =>
  JSON.stringify({ customer: { email, firstname: 'Write', lastname: 'Round', website_id: 1 } });

/** Customers updated and created, one a request, against bare HTTP with the same statements in a transaction. */
export const write: Bench = {
  name: 'write',
  measure: async function* ({ quick, installations }) {
    for (const label of LABELS) {
      const installation = await installations.fresh(label, 1000);
      if (installation === null) {
        yield notMeasured(`write (${label})`, NO_POSTGRES);
        continue;
      }
      const server = await startTessera(installation);
      const bare = await startBare(installation);
      try {
        const { call, headers } = await apiOf(server.base);
        const { items } = await call<{ items: { id: number; email: string }[] }>(
          'GET',
          '/V1/customers/search?searchCriteria[pageSize]=500&fields=items[id,email]',
        );
        const update = {
          method: 'PUT' as const,
          paths: items.map(({ id }) => `/rest/V1/customers/${id}`),
          body: items.map(({ email }) => given(email)),
        };
        const create = {
          method: 'POST' as const,
          paths: ['/rest/V1/customers'],
          body: given('bench-%n@example.com'),
        };
        for (const [what, load] of [['update', update] as const, ['create', create] as const])
          yield await compareRates(
            `write, ${what} a customer (${label})`,
            null,
            quick,
            { ...load, url: server.base, headers: { ...headers } },
            { ...load, url: bare.base },
          );
      } finally {
        await server.stop();
        await bare.stop();
      }
    }
  },
};
