import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshDatabase } from './application.ts';
import { runTessera, startWorker } from './running-server.ts';

test('a worker with a port tells its health and its metrics, and serves nothing else', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-worker-'));
  const { location, drop } = await freshDatabase(folder);
  const environment = { DATABASE_URL: location.dialect === 'postgres' ? location.url : '' };
  try {
    const worker = await startWorker(folder, { environment });
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(worker.base + path, { headers });
      return { status: response.status, text: await response.text() };
    };
    try {
      assert.deepEqual(await get('/health/live'), { status: 200, text: '{"status":"alive"}' });
      assert.deepEqual(await get('/health/ready'), { status: 200, text: '{"status":"ready"}' });
      const { status, text } = await get('/metrics');
      assert.equal(status, 200);
      assert.match(text, /^tessera_bulk_open_operations 0$/m);
      assert.match(text, /^process_resident_memory_bytes \d+/m);
      assert.match(text, /^tessera_database_statement_duration_seconds_count\{operation="select"\} [1-9]/m);
      assert.equal((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status, 403);
      for (const path of ['/rest/V1/store/websites', '/soap/default?wsdl_list=1', '/admin', '/swagger', '/'])
        assert.ok((await get(path)).status >= 400, path);
      assert.equal((await get('/rest/V1/store/websites')).status, 404);
    } finally {
      await worker.stop();
    }
    assert.equal(worker.process.exitCode, 0);
  } finally {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a worker whose port is taken or none says so', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-worker-'));
  const other = createServer();
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
  try {
    const taken = (other.address() as { port: number }).port;
    const busy = await runTessera(['worker', '--metrics-port', String(taken)], folder);
    assert.equal(busy.code, 1);
    assert.match(busy.stderr, /The port is in use by another program/);
    const none = await runTessera(['worker', '--metrics-port', 'http'], folder);
    assert.deepEqual([none.code, none.stderr], [1, 'tessera: --metrics-port http is not a port number\n']);
  } finally {
    other.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
