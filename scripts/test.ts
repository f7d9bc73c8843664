// `npm test`: all tests. Arguments name files; without any, every *.test.ts of the project runs.
//   npm test -- --postgres       the storage tests on PostgreSQL (TESSERA_TEST_DATABASE_URL, default the local server)
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const postgres = args.includes('--postgres');
const named = args.filter((arg) => !arg.startsWith('--'));
const everywhere = [
  'packages/*/src/**/*.test.ts',
  'packages/*/test/**/*.test.ts',
  'examples/*/**/*.test.ts',
  'scripts/**/*.test.ts',
  'test/**/*.test.ts',
];
const storage = ['packages/database/{src,test}/**/*.test.ts', 'packages/server/test/**/*.test.ts'];
const files =
  named.length > 0
    ? named
    : globSync(postgres ? storage : everywhere, { cwd: root, exclude: ['**/node_modules/**'] }).sort();

const folder = mkdtempSync(join(tmpdir(), 'tessera-tests-'));
const tap = join(folder, 'tap');
const { status } = spawnSync(
  process.execPath,
  [
    '--test',
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${tap}`,
    // A failed test that leaves a server open must not keep the run from ending.
    '--test-force-exit',
    '--test-timeout=240000',
    `--test-concurrency=${process.env['TESSERA_TEST_CONCURRENCY'] ?? 2}`,
    ...files,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(postgres ? { TESSERA_TEST_DATABASE: 'postgres' } : {}) } },
);
const totals = readFileSync(tap, 'utf8');
const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(totals)?.[1] ?? 0);
// What a machine lacks a program for is not tested on it: said, so that nobody takes it for tested.
for (const [, name, reason] of totals.matchAll(/^ *ok \d+ - (.*) # SKIP ?(.*)$/gm))
  console.log(`skipped: ${name}${reason === '' ? '' : ` (${reason})`}`);
for (const [, name] of totals.matchAll(/^ *not ok \d+ - (.*)$/gm)) console.log(`failed: ${name}`);
rmSync(folder, { recursive: true, force: true });
const failed = count('fail') + count('cancelled');
console.log(`${count('pass')} passed, ${failed} failed, ${count('skipped')} skipped`);
process.exitCode = status === 0 && failed === 0 && count('pass') > 0 ? 0 : 1;
