import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runTessera } from '../running-server.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const guide = readFileSync(join(root, 'docs/modules.md'), 'utf8');

/** The files that the guide shows, by the names in their first lines. */
const files = [...guide.matchAll(/```(?:ts|json)\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(
  ([, name = '', text = '']) => [name, text] as const,
);
/** The line of the guide that begins so. */
const command = (start: string): string =>
  guide
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.startsWith(start)) ?? assert.fail(`the guide has no command ${start}`);

async function withGuidesFolder(work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-guide-'));
  try {
    mkdirSync(join(folder, 'notes'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a command of the guide as its reader would, with the Node that runs this. */
function run(line: string, folder: string): string {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const PATH = [dirname(process.execPath), join(root, 'node_modules/.bin'), environment['PATH']].join(delimiter);
  const { status, stdout, stderr } = spawnSync(line, {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
    env: { ...environment, PATH },
  });
  assert.equal(status, 0, `${line}\n${stdout}${stderr}`);
  return stdout;
}

test('the tests of the guide run by the command that it shows', { timeout: 120_000 }, () =>
  withGuidesFolder((folder) => {
    assert.deepEqual(files.map(([name]) => name).sort(), [
      'notes/contract.ts',
      'notes/module.ts',
      'notes/notes.test.ts',
      'notes/service.ts',
      'notes/tables.ts',
      'tsconfig.json',
    ]);
    const output = run(command('node --test'), folder);
    assert.match(output, /notes are kept for customers that exist, the newest first/);
    assert.match(output, /^(?:#|ℹ) pass 1$/m);
  }),
);

test('the module of the guide is one for the compiler and for the command line', { timeout: 240_000 }, () =>
  withGuidesFolder(async (folder) => {
    run('tsc --project .', folder);
    const { code, stdout, stderr } = await runTessera(['module:status', '--json'], join(folder, 'var'), {
      TESSERA_MODULES: join(folder, 'notes/module.ts'),
    });
    assert.equal(code, 0, stderr);
    assert.ok(
      (JSON.parse(stdout) as { module: string }[]).some(({ module }) => module === 'Acme_Notes'),
      stdout,
    );
  }),
);
