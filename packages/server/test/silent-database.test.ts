import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type SilentProxy, silentProxy } from '../../../test/silent-proxy.ts';
import { freshDatabase, testDialect } from './application.ts';
import { adminToken, type RunningServer, runTessera, startServer } from './running-server.ts';

const LIMIT_MS = 1000;
/** Making a connection, a statement, and a machine that does other things as well. */
const PATIENCE_MS = 5000 + LIMIT_MS + 3000;
const onPostgres = {
  skip: testDialect !== 'postgres' && 'a server that can fall silent is PostgreSQL',
  timeout: 60_000,
};

/** A server over a way to its database that can fall silent. */
async function withServer(test: (server: RunningServer, way: SilentProxy) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-silent-'));
  const { location, drop } = await freshDatabase(folder);
  assert.ok(location.dialect === 'postgres');
  const way = await silentProxy(location.url);
  const environment = { DATABASE_URL: way.url, TESSERA_DATABASE_TIMEOUT: String(LIMIT_MS / 1000) };
  const server = await startServer(folder, { environment, args: ['--demo'] });
  try {
    await test(server, way);
  } finally {
    await server.stop('SIGKILL');
    await way.close();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const timed = async (response: Promise<Response>) => {
  const began = performance.now();
  const { status, headers } = await response;
  return { status, retryAfter: headers.get('retry-after'), milliseconds: performance.now() - began };
};

test(
  'while the database does not answer, requests end with 503 in time, health is told, and then all is as before',
  onPostgres,
  () =>
    withServer(async ({ base }, way) => {
      const headers = { authorization: `Bearer ${await adminToken(base)}`, 'content-type': 'application/json' };
      const read = (): Promise<Response> => fetch(`${base}/rest/V1/customers/1`, { headers });
      const write = (): Promise<Response> => {
        const body = JSON.stringify({ group: { code: `group ${Math.random()}`, tax_class_id: 3 } });
        return fetch(`${base}/rest/V1/customerGroups`, { method: 'POST', headers, body });
      };
      for (let i = 0; i < 5; i++)
        assert.deepEqual(
          (await Promise.all([read(), write()])).map(({ ok }) => ok),
          [true, true],
        );
      way.hang();
      const asked: Promise<Awaited<ReturnType<typeof timed>>>[] = [];
      // Some meet a connection that falls silent, later ones none that could be made.
      for (let i = 0; i < 20; i++) {
        asked.push(timed(read()), timed(write()));
        await pause(100);
      }
      assert.ok((await timed(fetch(`${base}/health/live`))).milliseconds < 1000);
      assert.equal((await timed(fetch(`${base}/health/ready`))).status, 503);
      for (const { status, retryAfter, milliseconds } of await Promise.all(asked)) {
        assert.deepEqual([status, retryAfter], [503, '1']);
        assert.ok(milliseconds < PATIENCE_MS, `${milliseconds} ms`);
      }
      way.resume();
      const began = performance.now();
      while (!(await read()).ok || !(await write()).ok) await pause(50);
      assert.ok(performance.now() - began < 5000, 'it takes long until normal');
      for (let i = 0; i < 5; i++)
        assert.deepEqual(
          (await Promise.all([read(), write()])).map(({ ok }) => ok),
          [true, true],
        );
    }),
);

test('a server whose database does not answer can be stopped', onPostgres, () =>
  withServer(async (server, way) => {
    const token = await adminToken(server.base);
    way.hang();
    void fetch(`${server.base}/rest/V1/customers/1`, { headers: { authorization: `Bearer ${token}` } }).catch(() => {});
    await pause(200);
    server.process.kill('SIGTERM');
    const end = await Promise.race([once(server.process, 'exit'), pause(25_000, null, { ref: false })]);
    assert.deepEqual(end, [0, null]);
  }),
);

test('a time limit that is none is refused at the start', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-silent-'));
  try {
    const environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', TESSERA_DATABASE_TIMEOUT: 'soon' };
    const { code, stderr } = await runTessera(['serve', '--port', '0'], folder, environment);
    assert.equal(code, 1);
    assert.match(stderr, /TESSERA_DATABASE_TIMEOUT=soon is not a number of seconds from 0 to 3600/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
