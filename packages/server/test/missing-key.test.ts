import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshDatabase, testDialect } from './application.ts';
import { runTessera, startServer } from './running-server.ts';

/** Runs commands in a folder of an installation and in another, over the same database where it is no file. */
async function withTwoFolders(
  work: (
    right: string,
    wrong: string,
    run: (folder: string, ...args: string[]) => ReturnType<typeof runTessera>,
  ) => Promise<void>,
): Promise<void> {
  const right = mkdtempSync(join(tmpdir(), 'tessera-key-'));
  const wrong = mkdtempSync(join(tmpdir(), 'tessera-key-'));
  const { location, drop } = await freshDatabase(right, 'tessera.sqlite');
  const environment = { DATABASE_URL: location.dialect === 'postgres' ? location.url : '' };
  try {
    await work(right, wrong, (folder, ...args) => runTessera(args, folder, environment));
  } finally {
    await drop();
    for (const folder of [right, wrong]) rmSync(folder, { recursive: true, force: true });
  }
}

const assertRefused = ({ code, stderr }: { code: number; stderr: string }, folder: string): void => {
  assert.equal(code, 1);
  assert.ok(stderr.includes(`The key file ${join(folder, 'key')} is missing`), stderr);
  assert.match(stderr, /TESSERA_VAR.*TESSERA_KEY/);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  assert.ok(!existsSync(join(folder, 'key')));
};

test(
  'an installation in use is not given another key: a restored one without its key does not serve',
  {
    timeout: 60_000,
    skip: testDialect === 'postgres',
  },
  () =>
    withTwoFolders(async (right, wrong, run) => {
      await run(right, 'integration:create', '--name', 'CRM');
      await run(right, 'backup', join(wrong, 'saved'));
      assert.equal((await run(wrong, 'restore', join(wrong, 'saved'))).code, 0);
      assertRefused(await run(wrong, 'setup'), wrong);
      assertRefused(await run(wrong, 'serve', '--port', '0'), wrong);
      assertRefused(await run(wrong, 'worker'), wrong);
      assert.match((await run(wrong, 'doctor')).stdout, /PROBLEM .*key .*missing/);
      writeFileSync(join(wrong, 'key'), readFileSync(join(right, 'key')));
      await (await startServer(wrong)).stop();
    }),
);

test(
  'in a folder without the key of a shared database, no command writes what the servers cannot read',
  {
    timeout: 60_000,
    skip: testDialect === 'sqlite',
  },
  () =>
    withTwoFolders(async (right, wrong, run) => {
      await run(right, 'integration:create', '--name', 'CRM', '--all');
      assertRefused(await run(wrong, 'integration:activate', '1'), wrong);
      assertRefused(await run(wrong, 'credentials:issue', '1', '--label', 'x'), wrong);
      assert.equal((await run(right, 'integration:activate', '1')).code, 0);
      assert.equal((await run(right, 'credentials:issue', '1', '--label', 'x')).code, 0);
    }),
);

test(
  'an installation with users and no secret is not given another key either; one that was only migrated gets its first',
  {
    timeout: 60_000,
  },
  () =>
    withTwoFolders(async (right, _, run) => {
      assert.equal((await run(right, 'migrate')).code, 0);
      assert.ok(!existsSync(join(right, 'key')));
      assert.equal((await run(right, 'setup')).code, 0);
      rmSync(join(right, 'key'));
      assertRefused(await run(right, 'setup'), right);
      assertRefused(await run(right, 'key:rotate'), right);
    }),
);
