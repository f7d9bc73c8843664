import { apiOf } from '../api.ts';
import { type Bench, inTurn, NO_POSTGRES, notMeasured } from '../figure.ts';
import { LABELS } from '../installations.ts';
import { startTessera } from '../processes.ts';

const CALLS = 20;

/** Twenty reads as one aggregate against twenty single calls, over kept-alive connections. */
export const aggregate: Bench = {
  name: 'aggregate',
  measure: async function* ({ quick, installations }) {
    for (const label of LABELS) {
      const name = `aggregate of ${CALLS} reads (${label})`;
      const installation = await installations.shared(label, 1000);
      if (installation === null) {
        yield notMeasured(name, NO_POSTGRES);
        continue;
      }
      const server = await startTessera(installation);
      try {
        const { call } = await apiOf(server.base);
        const urls = Array.from({ length: CALLS }, (_, i) => `/V1/customers/${i + 1}`);
        const single = async (): Promise<void> => {
          for (const url of urls) await call('GET', url);
        };
        const calls = urls.map((url) => ({ method: 'GET', url }));
        const together = async (): Promise<void> => {
          const answers = await call<{ status: number }[]>('POST', '/V1/aggregate', { calls });
          if (answers.length !== CALLS || answers.some(({ status }) => status !== 200))
            throw new Error('the aggregate did not answer all calls');
        };
        const rounds = quick ? 10 : 50;
        const time = async (work: () => Promise<void>): Promise<number> => {
          const began = performance.now();
          for (let i = 0; i < rounds; i++) await work();
          return (performance.now() - began) / rounds;
        };
        const { a, b, ratio } = await inTurn(
          quick ? 3 : 9,
          () => time(together),
          () => time(single),
        );
        yield { name, value: a, bound: b, ratio, unit: 'ms', goal: '≤ 0.35' };
      } finally {
        await server.stop();
      }
    }
  },
};
