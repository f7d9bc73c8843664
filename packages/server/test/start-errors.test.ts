import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runTessera } from './running-server.ts';

/** A failed command says one sentence on stderr, without a stack trace, and ends with exit code 1. */
function assertClear({ code, stderr }: { code: number; stderr: string }, sentence: RegExp): void {
  assert.equal(code, 1);
  assert.match(stderr, sentence);
  assert.doesNotMatch(stderr, /\n\s+at /);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
}

const withFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-errors-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

test('a busy port', () =>
  withFolder(async (folder) => {
    const busy = createServer();
    await new Promise<void>((ready) => busy.listen(0, '127.0.0.1', ready));
    const { port } = busy.address() as { port: number };
    assertClear(await runTessera(['serve', '--port', String(port)], folder), /port \d+: The port is in use/);
    busy.close();
  }));

test('an unreachable database', () =>
  withFolder(async (folder) => {
    assertClear(
      await runTessera(['serve', '--port', '0'], folder, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
      /database cannot be reached|refused/,
    );
    assertClear(
      await runTessera(['serve', '--port', '0'], folder, { DATABASE_URL: 'mysql://x' }),
      /DATABASE_URL must begin with postgres/,
    );
  }));

test('a folder that is a file, a broken key, an unknown setting, half a certificate', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assertClear(await runTessera(['serve', '--port', '0'], file), /file/);
    assertClear(
      await runTessera(['serve', '--port', '0'], join(folder, 'a'), { TESSERA_KEY: 'short' }),
      /shorter than 32 bytes/,
    );
    assertClear(
      await runTessera(['config:set', 'no/such/path', '1'], join(folder, 'b')),
      /"no\/such\/path" does not exist/,
    );
    assertClear(await runTessera(['serve', '--port', '0', '--tls-cert', file], join(folder, 'c')), /go together/);
    assertClear(await runTessera(['serve', '--port', '99999'], join(folder, 'd')), /not a port number/);
    assertClear(
      await runTessera(['serve', '--port', '0', '--module', 'nope.ts'], join(folder, 'e')),
      /module nope\.ts cannot be loaded/,
    );
  }));
