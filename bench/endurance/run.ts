// `npm run endurance -- soak|overload|faults`: what the server withstands, as Markdown for docs/endurance.md.
//   --minutes N           how long (soak: 10, overload: 1)
//   --of held             soak: 80 % of the rate that is held for a minute instead of the maximum
//   --database sqlite     one database only (default: both)
//   --only NAME           faults whose name contains this

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { faults } from './faults.ts';
import { overload } from './overload.ts';
import { soak } from './soak.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    database: { type: 'string' },
    of: { type: 'string' },
    only: { type: 'string' },
  },
});
const databases = values.database === undefined ? ['sqlite', 'postgres'] : [values.database];
const minutes = (usual: number): number => Number(values.minutes ?? usual);

const measurements: Record<string, () => Promise<string>> = {
  soak: () => soak(databases, minutes(10), values.of === 'held' ? 'held' : 'maximum'),
  overload: () => overload(databases, minutes(1)),
  faults: () => faults(databases, values.only ?? ''),
};
const [name = ''] = positionals;
const measure = measurements[name];
if (measure === undefined) {
  console.error(
    `usage: npm run endurance -- ${Object.keys(measurements).join('|')} [--minutes N] [--database sqlite|postgres]`,
  );
  process.exit(1);
}
const result = await measure();
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;
console.log(
  `${result}\n\nMeasured ${new Date().toISOString().slice(0, 10)} on ${machine}; the event loop has core 0; the load core 1; helping threads, and PostgreSQL in soak and overload where it is ours to move, all but core 0.`,
);
