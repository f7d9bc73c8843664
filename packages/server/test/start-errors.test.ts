import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '@tessera/database';
import { runTessera, startServer } from './running-server.ts';

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
      /^tessera: The database 127\.0\.0\.1:1\/none cannot be opened: (Connection refused|Connection terminated)/,
    );
    assertClear(
      await runTessera(['serve', '--port', '0'], folder, { DATABASE_URL: 'mysql://x' }),
      /DATABASE_URL must begin with postgres/,
    );
    writeFileSync(
      join(folder, 'tessera.sqlite'),
      'no database at all, but long enough to be taken for the head of one'.repeat(20),
    );
    assertClear(
      await runTessera(['serve', '--port', '0'], folder),
      /tessera\.sqlite cannot be opened: file is not a database/,
    );
  }));

test('an address that is not ours', () =>
  withFolder(async (folder) => {
    const at = (host: string) => runTessera(['serve', '--port', '0', '--host', host], folder);
    assertClear(await at('192.0.2.1'), /192\.0\.2\.1.*This machine has no such address/);
    assertClear(await at('no-such-host.invalid'), /no-such-host\.invalid/);
  }));

test('a folder that cannot be made', () =>
  withFolder(async (folder) => {
    assertClear(
      await runTessera(['setup'], '/proc/no/such/folder'),
      /\/proc\/no\/such\/folder \(TESSERA_VAR\) cannot be written/,
    );
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assertClear(await runTessera(['setup'], join(file, 'below')), /cannot be written: It is not a folder/);
  }));

test('a folder that is a file, a broken key, an unknown setting, half a certificate', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assertClear(await runTessera(['serve', '--port', '0'], file), /cannot be written: It is not a folder/);
    assertClear(
      await runTessera(['serve', '--port', '0'], join(folder, 'a'), { TESSERA_KEY: 'short' }),
      /shorter than 32 bytes/,
    );
    assertClear(
      await runTessera(['config:set', 'no/such/path', '1'], join(folder, 'b')),
      /"no\/such\/path" does not exist/,
    );
    assertClear(await runTessera(['serve', '--port', '0', '--tls-cert', file], join(folder, 'c')), /go together/);
    assertClear(
      await runTessera(['serve', '--port', '0', '--tls-cert', file, '--tls-key', file], join(folder, 'c')),
      /no certificate with its key/,
    );
    assertClear(
      await runTessera(['setup'], join(folder, 'f'), { TESSERA_LOG_LEVEL: 'loud' }),
      /TESSERA_LOG_LEVEL must be .*not "loud"/,
    );
    assertClear(await runTessera(['serve', '--port', '99999'], join(folder, 'd')), /not a port number/);
    assertClear(
      await runTessera(['serve', '--port', '0', '--module', 'nope.ts'], join(folder, 'e')),
      /module nope\.ts cannot be loaded/,
    );
  }));

test('a panel path that was stored though none can be there keeps nobody from starting, nor from repairing it', () =>
  withFolder(async (folder) => {
    await runTessera(['setup'], folder);
    const database = await openDatabase({ dialect: 'sqlite', file: join(folder, 'tessera.sqlite') });
    await database.db.query
      .insertInto('config_value')
      .values({ scope: 'default', scope_id: 0, path: 'tessera/admin/path', value: 'my admin' })
      .execute();
    await database.close();
    const server = await startServer(folder);
    assert.equal((await fetch(`${server.base}/rest/V1/directory/currency`)).status, 200);
    assert.match(server.output(), /the admin panel cannot stand there/);
    await server.stop();
    const { code, stderr } = await runTessera(['config:set', 'tessera/admin/path', 'backend'], folder);
    assert.equal(code, 0, stderr);
  }));

for (const workers of [[], ['--workers', '2']])
  test(`a password that is shown once is shown where the server cannot listen (${workers.join(' ')})`, () =>
    withFolder(async (folder) => {
      const busy = createServer();
      await new Promise<void>((ready) => busy.listen(0, '127.0.0.1', ready));
      const { port } = busy.address() as { port: number };
      const { code, stdout } = await runTessera(['serve', '--port', String(port), ...workers], folder, {
        TESSERA_ADMIN_PASSWORD: '',
      });
      busy.close();
      assert.equal(code, 1);
      const [, password = ''] = /Admin +user admin, password (\S+) /.exec(stdout) ?? [];
      const server = await startServer(folder, { args: workers });
      const response = await fetch(`${server.base}/rest/V1/integration/admin/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'admin', password }),
      });
      await server.stop();
      assert.equal(response.status, 200);
    }));

test('several processes on any port say which it is', () =>
  withFolder(async (folder) => {
    const server = await startServer(folder, { port: 0, args: ['--workers', '2'] });
    const [, base = ''] = /Web API +(\S+)\/rest\/V1/.exec(server.output()) ?? [];
    assert.equal((await fetch(`${base}/rest/V1/directory/currency`)).status, 200);
    await server.stop();
  }));
