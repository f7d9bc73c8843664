import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { adminToken, startServer } from './running-server.ts';

const HELD_MS = 2500;
/** What a busy machine may add to an answer; far less than the lock is held. */
const AT_ONCE_MS = 1000;

const timed = async (response: Promise<Response>): Promise<{ status: number; milliseconds: number }> => {
  const began = performance.now();
  const { status } = await response;
  return { status, milliseconds: performance.now() - began };
};

for (const workers of [1, 2])
  test(`while another program holds SQLite's lock, ${workers === 1 ? 'a process' : 'processes'} answer reads and health, and writes once it lets go`, {
    timeout: 60_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-locked-'));
    const server = await startServer(folder, { args: ['--demo', '--workers', String(workers)] });
    const other = new Sqlite(join(folder, 'tessera.sqlite'));
    try {
      const { base } = server;
      const headers = { authorization: `Bearer ${await adminToken(base)}`, 'content-type': 'application/json' };
      const read = (path: string): ReturnType<typeof timed> => timed(fetch(base + path, { headers }));
      const write = (n: number): ReturnType<typeof timed> => {
        const body = JSON.stringify({ group: { code: `group ${n}`, tax_class_id: 3 } });
        return timed(fetch(`${base}/rest/V1/customerGroups`, { method: 'POST', headers, body }));
      };
      await Promise.all([read('/rest/V1/customers/1'), read('/rest/V1/customers/2'), write(0)]);
      other.exec('begin immediate');
      const writes = [1, 2, 3, 4].map(write);
      const end = performance.now() + HELD_MS;
      while (performance.now() < end) {
        for (const path of ['/health/live', '/health/ready', '/rest/V1/customers/1']) {
          const { status, milliseconds } = await read(path);
          assert.equal(status, 200, path);
          assert.ok(milliseconds < AT_ONCE_MS, `${path}: ${milliseconds} ms`);
        }
        await pause(50);
      }
      other.exec('rollback');
      for (const { status, milliseconds } of await Promise.all(writes)) {
        assert.equal(status, 200);
        assert.ok(milliseconds > HELD_MS - 500 && milliseconds < HELD_MS + 2000, `${milliseconds} ms`);
      }
    } finally {
      other.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
