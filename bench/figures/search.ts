import { type Api, apiOf, timeOf } from '../api.ts';
import { type Bench, inTurn, NO_POSTGRES, notMeasured } from '../figure.ts';
import { LABELS } from '../installations.ts';
import { startBare, startTessera } from '../processes.ts';
import { compareRates } from '../rates.ts';

const pathOf = (email: string): string =>
  `/V1/customers/search?searchCriteria[filter_groups][0][filters][0][field]=email&searchCriteria[filter_groups][0][filters][0][value]=${encodeURIComponent(email)}`;

/** Searches for customers that are spread over all. */
async function searches({ call }: Api, customers: number): Promise<string[]> {
  const ids = Array.from({ length: 200 }, (_, i) => 1 + Math.floor(((i + 1) / 201) * customers));
  return Promise.all(
    ids.map(async (id) => pathOf((await call<{ email: string }>('GET', `/V1/customers/${id}`)).email)),
  );
}

/** A search by e-mail among many customers against the same among a thousand, and against bare HTTP. */
export const search: Bench = {
  name: 'search',
  measure: async function* ({ quick, installations }) {
    const large = quick ? 100_000 : 1_000_000;
    for (const label of LABELS) {
      const name = `search by e-mail, ${large.toLocaleString('en')} to 1,000 customers (${label})`;
      const few = await installations.shared(label, 1000);
      const many = await installations.shared(label, large);
      if (few === null || many === null) {
        yield notMeasured(name, NO_POSTGRES);
        continue;
      }
      const [small, big, bare] = [await startTessera(few), await startTessera(many), await startBare(few)];
      try {
        const timed = async (base: string, customers: number) => {
          const api = await apiOf(base);
          const paths = await searches(api, customers);
          return () =>
            timeOf(paths.length, async (n) => {
              const { total_count } = await api.call<{ total_count: number }>('GET', paths[n] ?? '');
              if (total_count !== 1) throw new Error(`${paths[n]} found ${total_count}`);
            });
        };
        const measured = await inTurn(quick ? 3 : 9, await timed(big.base, large), await timed(small.base, 1000));
        yield { name, value: measured.a, bound: measured.b, ratio: measured.ratio, unit: 'ms', goal: '≤ 1.50' };

        const api = await apiOf(small.base);
        const { authorization = '' } = api.headers;
        const paths = (await searches(api, 1000)).map((path) => `/rest${path}`);
        yield await compareRates(
          `search by e-mail to bare HTTP (${label})`,
          null,
          quick,
          { url: small.base, headers: { authorization }, paths },
          { url: bare.base, paths },
        );
      } finally {
        for (const server of [small, big, bare]) await server.stop();
      }
    }
  },
};
