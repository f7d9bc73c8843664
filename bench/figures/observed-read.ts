import { join } from 'node:path';
import { apiOf } from '../api.ts';
import { type Bench, type Figure, NO_POSTGRES, notMeasured } from '../figure.ts';
import { type Installation, LABELS } from '../installations.ts';
import { root, startTessera, tessera } from '../processes.ts';
import { compareRates } from '../rates.ts';
import { readPaths } from './bearer-read.ts';

/** A Bearer read at a server as it is against one that lacks something. */
async function compare(
  name: string,
  goal: string,
  quick: boolean,
  [whole, reduced]: readonly [Installation, Installation],
  reducedArgs: readonly string[],
): Promise<Figure> {
  const [on, off] = [await startTessera(whole), await startTessera(reduced, reducedArgs)];
  try {
    const load = async (base: string) => {
      const { authorization = '' } = (await apiOf(base)).headers;
      return { url: base, headers: { authorization }, paths: readPaths(1000) };
    };
    return await compareRates(name, goal, quick, await load(on.base), await load(off.base));
  } finally {
    await on.stop();
    await off.stop();
  }
}

/** What logging and counting cost a Bearer read: the same server with and without. */
export const observedRead: Bench = {
  name: 'observed read',
  measure: async function* ({ quick, installations }) {
    for (const label of LABELS) {
      const whole = await installations.fresh(label, 1000);
      const reduced = await installations.fresh(label, 1000);
      if (whole === null || reduced === null) {
        yield notMeasured(`observed read (${label})`, NO_POSTGRES);
        continue;
      }
      const both = [whole, reduced] as const;
      const bare = ['--module', join(root, 'bench/unobserved.ts')];
      yield await compare(`observed read, log and metrics on to off (${label})`, '≥ 0.90', quick, both, bare);
      tessera(reduced.folder, ['config:set', 'tessera/activity/log_calls', '0'], reduced.environment);
      yield await compare(`observed read, activity log on to off (${label})`, '≥ 0.95', quick, both, []);
    }
  },
};
