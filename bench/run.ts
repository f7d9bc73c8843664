// `npm run bench`: each figure as a ratio to a bound that is measured in the same run, the two in turn.
//   npm run bench -- --json            one JSON array of {name, value, bound, ratio, unit}
//   npm run bench -- --markdown        the table of docs/performance.md
//   npm run bench -- --quick           shorter rounds, smaller stores
//   npm run bench -- --only read,search
//   npm run bench -- --peer vendure    beside another server, which is installed for it into a temporary folder

import { availableParallelism } from 'node:os';
import { type Figure, notMeasured } from './figure.ts';
import { figures, peers } from './figures/index.ts';
import { Installations } from './installations.ts';
import { endAll } from './processes.ts';
import { line, markdown } from './table.ts';

const args = process.argv.slice(2);
const optionValue = (option: string): string | null =>
  args.includes(option) ? (args[args.indexOf(option) + 1] ?? null) : null;
const form = args.includes('--json') ? 'json' : args.includes('--markdown') ? 'markdown' : 'lines';
const quick = args.includes('--quick');
const only = optionValue('--only')?.split(',') ?? null;
const peer = optionValue('--peer');
const results: Figure[] = [];
/** Progress: on stdout only where nothing else is to be there. */
const say = (text: string): void => void (form === 'lines' ? process.stdout : process.stderr).write(`${text}\n`);

const all = peer === null ? figures : peers.filter(({ name }) => name === peer);
if (all.length === 0)
  throw new Error(`there is no peer ${peer}; there are ${peers.map(({ name }) => name).join(', ')}`);

if (availableParallelism() < 2) say('This machine has one core only: servers and load share it.');
const installations = new Installations();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    endAll();
    void installations.drop().finally(() => process.exit(1));
  });
try {
  for (const { name, measure } of all) {
    if (only !== null && !only.some((part) => name.includes(part))) continue;
    say(`${name} …`);
    try {
      for await (const figure of measure({ quick, installations })) {
        results.push(figure);
        say(`  ${line(figure)}`);
      }
    } catch (error) {
      const failed = notMeasured(name, error instanceof Error ? error.message : String(error));
      results.push(failed);
      say(`  ${line(failed)}`);
      process.exitCode = 1;
    }
  }
} finally {
  await installations.drop();
}
if (form === 'json') console.log(JSON.stringify(results, null, 1));
if (form === 'markdown') console.log(markdown(results));
