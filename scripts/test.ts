// `npm test`: all tests. Arguments name files; without any, every *.test.ts of the project runs.
//   npm test -- --postgres       the storage tests on PostgreSQL (TESSERA_TEST_DATABASE_URL, default the local server)
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seenInReport } from '../test/admin/seen.ts';

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
/** Tests of the server that are about signatures, documents and sockets: the database makes no difference to them. */
const notAboutStorage = [
  'packages/server/test/{admin-panel,callback-ssrf,code-generators,oauth-signers,schema-documents}.test.ts',
  'packages/server/test/{soap-clients,swagger-reference,swagger-ui}.test.ts',
  'packages/server/test/security/{body-values,documents,log-lines,metrics-access,pages,raw-http}.test.ts',
  'packages/server/test/security/{reference-costs,secure-routes}.test.ts',
];
/** These start programs with a SQLite file of their own, whatever the others run on. */
const ofTheirOwn = [
  'packages/server/test/{backup,command-line,kill,locked-database,logs,overload,start-errors,workers}.test.ts',
];
const exclude = ['**/node_modules/**', ...(postgres ? [...notAboutStorage, ...ofTheirOwn] : [])];
const files = named.length > 0 ? named : globSync(postgres ? storage : everywhere, { cwd: root, exclude }).sort();

interface Result {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  /** The files in which tests failed. */
  readonly failedFiles: readonly string[];
}

function run(testFiles: readonly string[], concurrency: number): Result {
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
      // Ends a file, too, in which a failed test has left a server open. Not `--test-force-exit`: that loses results.
      '--test-timeout=420000',
      `--test-concurrency=${concurrency}`,
      ...testFiles,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...(postgres ? { TESSERA_TEST_DATABASE: 'postgres' } : {}) },
    },
  );
  const totals = readFileSync(tap, 'utf8');
  rmSync(folder, { recursive: true, force: true });
  const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(totals)?.[1] ?? 0);
  // What a machine lacks a program for is not tested on it: said, so that nobody takes it for tested.
  for (const [, name, reason] of totals.matchAll(/^ *ok \d+ - (.*) # SKIP ?(.*)$/gm))
    console.log(`skipped: ${name}${reason === '' ? '' : ` (${reason})`}`);
  // The reporter of dots shows nothing of what the tests have written.
  for (const line of seenInReport(totals)) console.log(line);
  const failed = count('fail') + count('cancelled');
  const blocks = totals.split(/^(?= *(?:not )?ok \d+ - )/m).filter((block) => /^ *not ok /.test(block));
  return {
    passed: count('pass'),
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: count('skipped'),
    failures: blocks.map((block) => /not ok \d+ - (.*)/.exec(block)?.[1] ?? ''),
    failedFiles: [...new Set(blocks.flatMap((block) => /location: '(.+\.test\.ts):\d+:\d+'/.exec(block)?.[1] ?? []))],
  };
}

/** So many files at most are looked at again; where more have failed, it is no accident. */
const FEW = 4;

const first = run(files, Number(process.env['TESSERA_TEST_CONCURRENCY'] ?? 2));
let { failed, failures } = first;
// In CI a busy machine must not undo a day's work: what failed is run once more, alone, and both outcomes are told.
if (process.env['CI'] === 'true' && failed > 0 && first.failedFiles.length > 0 && first.failedFiles.length <= FEW) {
  for (const name of failures) console.log(`failed at first: ${name}`);
  ({ failed, failures } = run(first.failedFiles, 1));
}
for (const name of failures) console.log(`failed: ${name}`);
const passed = first.passed + Math.max(0, first.failed - failed);
console.log(`${passed} passed, ${failed} failed, ${first.skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
