import { apiOf } from '../api.ts';
import { type Bench, type Figure, NO_POSTGRES, notMeasured } from '../figure.ts';
import type { Installation } from '../installation.ts';
import { LABELS } from '../installations.ts';
import { startBare, startTessera } from '../processes.ts';
import { compareRates } from '../rates.ts';
import { sameAnswer } from '../same-answer.ts';

/** Five hundred customers, spread over all. */
export const readPaths = (customers: number): string[] =>
  Array.from({ length: 500 }, (_, i) => `/rest/V1/customers/${1 + Math.floor((i * customers) / 500)}`);

const SHARED_CORES = 'servers and load share the cores';

async function measure(
  name: string,
  installation: Installation,
  customers: number,
  quick: boolean,
  { processes = 1, tuned = false } = {},
): Promise<Figure> {
  const server = await startTessera(installation, [], processes);
  const bare = await startBare(installation, { processes, tuned });
  try {
    const { headers } = await apiOf(server.base);
    const paths = readPaths(customers);
    await sameAnswer(`${server.base}${paths[1]}`, `${bare.base}${paths[1]}`, headers);
    const { authorization = '' } = headers;
    return await compareRates(
      name,
      tuned ? null : '≥ 0.60',
      quick,
      { url: server.base, headers: { authorization }, paths },
      { url: bare.base, paths },
      processes > 1 ? SHARED_CORES : undefined,
    );
  } finally {
    await server.stop();
    await bare.stop();
  }
}

/** `GET /rest/V1/customers/:id` with a Bearer token against bare HTTP doing the same reads and the same JSON. */
export const bearerRead: Bench = {
  name: 'bearer read',
  measure: async function* ({ quick, installations }) {
    const large = quick ? 100_000 : 1_000_000;
    for (const label of LABELS) {
      const small = await installations.shared(label, 1000);
      if (small === null) {
        yield notMeasured(`bearer read (${label})`, NO_POSTGRES);
        continue;
      }
      yield await measure(`bearer read (${label})`, small, 1000, quick);
      yield await measure(`bearer read to a tuned bound (${label})`, small, 1000, quick, { tuned: true });
      yield await measure(`bearer read, 2 processes (${label})`, small, 1000, quick, { processes: 2 });
      const big = await installations.shared(label, large);
      if (big !== null)
        yield await measure(`bearer read, ${large.toLocaleString('en')} customers (${label})`, big, large, quick);
    }
  },
};
