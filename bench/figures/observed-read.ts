import { join } from 'node:path';
import { apiOf } from '../api.ts';
import { type Bench, type Figure, NO_POSTGRES, notMeasured } from '../figure.ts';
import type { Installation } from '../installation.ts';
import { LABELS } from '../installations.ts';
import { startTessera, tessera } from '../processes.ts';
import { compareRates } from '../rates.ts';
import { readPaths } from './bearer-read.ts';

interface Comparison {
  readonly name: string;
  readonly goal: string;
  /** Settings that are on at one server and off at the other. */
  readonly switches: readonly string[];
  /** Whether the one also writes a line for every request. */
  readonly logged: boolean;
}

/** A Bearer read at a server that observes what it does against one that does not. */
async function compare(
  { name, goal, switches, logged }: Comparison,
  quick: boolean,
  [whole, reduced]: readonly [Installation, Installation],
): Promise<Figure> {
  const start = ({ folder, environment }: Installation, observes: boolean) => {
    for (const path of switches) tessera(folder, ['config:set', path, observes ? '1' : '0'], environment);
    const log = observes
      ? { TESSERA_LOG_LEVEL: 'info', TESSERA_LOG_FILE: join(folder, 'tessera.log') }
      : { TESSERA_LOG_LEVEL: 'silent' };
    return startTessera({ folder, environment: { ...environment, ...(logged ? log : {}) } });
  };
  const [on, off] = [await start(whole, true), await start(reduced, false)];
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

/** What logging, counting and recording cost a Bearer read: the same server with and without. */
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
      const recorded = {
        name: `observed read, activity log on to off (${label})`,
        goal: '≥ 0.95',
        switches: ['tessera/activity/log_calls'],
        logged: false,
      };
      yield await compare(recorded, quick, both);
      const everything = {
        name: `observed read, access log, metrics, activity and audit log on to off (${label})`,
        goal: '≥ 0.90',
        switches: ['tessera/metrics/enabled', 'tessera/activity/log_calls', 'tessera/audit/enabled'],
        logged: true,
      };
      yield await compare(everything, quick, both);
    }
  },
};
