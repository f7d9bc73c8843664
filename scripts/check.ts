// `npm run check`: types, lint and format, import rules, file sizes, documents current. Prints one line a check.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oversizedFiles } from './file-sizes.ts';
import { importViolations } from './import-rules.ts';
import { licenceProblems } from './licences.ts';
import { unknownTests } from './named-tests.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
let failed = 0;
let passed = 0;

function report(name: string, problems: readonly string[]): void {
  if (problems.length === 0) passed++;
  else failed++;
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${name}`);
  for (const problem of problems.slice(0, 40)) console.log(`    ${problem}`);
}

function command(name: string, file: string, args: string[]): void {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: root, encoding: 'utf8' });
  report(name, status === 0 ? [] : `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== ''));
}

command('types', bin('tsc'), ['-p', 'tsconfig.json']);
if (existsSync(join(root, 'packages/admin/tsconfig.json')))
  command('types of the panel', bin('tsc'), ['-p', 'packages/admin/tsconfig.json']);
command('lint and format', bin('biome'), ['check', '--diagnostic-level=error', '.']);
command('no promise is left alone', bin('oxlint'), [
  '--type-aware',
  '-A',
  'all',
  '-D',
  'typescript/no-floating-promises',
  '--ignore-pattern',
  '**/*.test.ts',
  '--ignore-pattern',
  '**/test/**',
  'packages',
  'scripts',
  'bench',
  'examples',
]);
report('import rules', importViolations(root));
report('file sizes', oversizedFiles(root));
report('licences of what is shipped', licenceProblems(root));
report('named tests exist', unknownTests(root));
command('documents are current', process.execPath, [join(root, 'scripts/docs.ts'), '--check']);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
