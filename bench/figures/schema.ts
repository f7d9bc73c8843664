import { apiOf, timeOf } from '../api.ts';
import { type Bench, type Figure, median } from '../figure.ts';
import { startTessera } from '../processes.ts';

const GOAL_MS = 50;
const figure = (name: string, value: number): Figure => ({
  name,
  value,
  bound: GOAL_MS,
  ratio: value / GOAL_MS,
  unit: 'ms',
  goal: `< ${GOAL_MS} ms`,
});

/** The schema of all services: made for a grant set that the server has not seen, and kept for one that it has. */
export const schema: Bench = {
  name: 'schema',
  measure: async function* ({ quick, installations }) {
    const installation = await installations.shared('SQLite', 1000);
    if (installation === null) return;
    const [first, kept]: [number[], number[]] = [[], []];
    for (let i = 0; i < (quick ? 3 : 9); i++) {
      const server = await startTessera(installation);
      try {
        const { headers } = await apiOf(server.base);
        const get = async (): Promise<void> => {
          const answer = await fetch(`${server.base}/rest/all/schema?services=all`, { headers });
          const { paths } = (await answer.json()) as { paths: object };
          if (Object.keys(paths).length < 50) throw new Error('the schema lacks services');
        };
        first.push(await timeOf(1, get));
        kept.push(await timeOf(50, get));
      } finally {
        await server.stop();
      }
    }
    yield figure('schema of all services, made', median(first));
    yield figure('schema of all services, kept', median(kept));
  },
};
