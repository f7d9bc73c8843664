// `npm run bench`: each figure as a ratio to a bound that is measured in the same run, the two in turn.
//   npm run bench -- --json            one JSON array of {name, value, bound, ratio, unit}
//   npm run bench -- --quick           shorter rounds and 100,000 instead of 1,000,000 customers
//   npm run bench -- --only read,search

import type { Figure } from './figure.ts';
import { figures } from './figures/index.ts';

const args = process.argv.slice(2);
const json = args.includes('--json');
const only = args[args.indexOf('--only') + 1];
const wanted = args.includes('--only') && only !== undefined ? only.split(',') : null;
const results: Figure[] = [];

for (const { name, measure } of figures) {
  if (wanted !== null && !wanted.some((part) => name.includes(part))) continue;
  if (!json) process.stdout.write(`${name} …\n`);
  try {
    for (const figure of await measure({ quick: args.includes('--quick') })) {
      results.push(figure);
      if (!json) console.log(`  ${line(figure)}`);
    }
  } catch (error) {
    const figure: Figure = {
      name,
      value: null,
      bound: null,
      ratio: null,
      unit: '',
      note: error instanceof Error ? error.message : String(error),
    };
    results.push(figure);
    if (!json) console.log(`  ${figure.name}: not measured, because ${figure.note}`);
  }
}
if (json) console.log(JSON.stringify(results, null, 1));

function line({ name, value, bound, ratio, unit, goal, note }: Figure): string {
  const number = (n: number | null): string =>
    n === null ? '–' : n >= 100 ? Math.round(n).toLocaleString('en') : n.toPrecision(3);
  return `${name}: ${number(value)} ${unit}${bound === null ? '' : `, bound ${number(bound)}`}${ratio === null ? '' : `, ratio ${ratio.toFixed(2)}`}${goal === undefined ? '' : ` (goal ${goal})`}${note === undefined ? '' : ` – ${note}`}`;
}
