import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ensureFirstAdmin } from '@tessera/modules';
import { type Application, createApplication } from '../src/application.ts';
import { freshDatabase, testDialect } from './application.ts';
import { tallied, module as tally } from './tally.ts';

// Kills of a worker; `BULK_CRASH_KILLS=20` for a long run.
const KILLS = Number(process.env['BULK_CRASH_KILLS'] ?? 5);
const OPERATIONS = 400 * KILLS;
/** Milliseconds without any progress after which the worker counts as stuck. */
const STANDSTILL = 30_000;
const PASSWORD = 'Admin123!x';
const here = dirname(fileURLToPath(import.meta.url));

function startWorker(folder: string, url: string, key: string): ChildProcess {
  const worker = [join(here, '../bin/tessera.js'), 'worker', '--module', join(here, 'tally.ts')];
  return spawn(process.execPath, worker, {
    env: { ...process.env, TESSERA_VAR: folder, DATABASE_URL: url, TESSERA_KEY: key, TESSERA_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
const ended = (worker: ChildProcess): Promise<void> =>
  new Promise((done) =>
    worker.exitCode !== null || worker.signalCode !== null ? done() : worker.once('exit', () => done()),
  );
const pause = (milliseconds: number): Promise<void> => new Promise((soon) => setTimeout(soon, milliseconds));

async function post(application: Application, url: string, body: unknown, bearer?: string): Promise<unknown> {
  const bytes = Buffer.from(JSON.stringify(body));
  const response = await application.handle({
    method: 'POST',
    url,
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    host: 'localhost',
    body: async () => bytes,
    headers: {
      'content-type': 'application/json',
      'content-length': String(bytes.length),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
  });
  assert.ok(response.status < 300, response.body.toString());
  return JSON.parse(response.body.toString());
}

const openOperations = async ({ database }: Application): Promise<number> =>
  (await database.db.query.selectFrom('bulk_operation').select('id').where('status', '=', 4).execute()).length;

test(`killed ${KILLS} times while it works, a worker does every operation exactly once`, {
  timeout: 60_000 + 30_000 * KILLS,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bulk-crash-'));
  const { location, drop } = await freshDatabase(folder, 'tessera.sqlite');
  const key = randomBytes(32);
  const application = await createApplication({
    database: location,
    varFolder: folder,
    keys: [key],
    basePath: '',
    modules: [tally],
    log: { error: () => {}, info: () => {} },
  });
  try {
    await ensureFirstAdmin(application.internalCall(), { password: PASSWORD });
    const token = await post(application, '/rest/V1/integration/admin/token', {
      username: 'admin',
      password: PASSWORD,
    });
    const names = Array.from({ length: OPERATIONS }, (_, i) => `n${i}`);
    for (let at = 0; at < names.length; at += 200) {
      const items = names.slice(at, at + 200).map((name) => ({ name }));
      await post(application, '/rest/async/bulk/V1/tally', items, token as string);
    }
    const url = location.dialect === 'postgres' ? location.url : '';
    // Two at a time on PostgreSQL, where any number may work.
    const side = testDialect === 'postgres' ? 2 : 1;
    const start = () => startWorker(folder, url, key.toString('base64'));
    let killedAtWork = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = await openOperations(application);
      const workers = Array.from({ length: side }, start);
      const limit = Date.now() + 20_000;
      while ((await openOperations(application)) === before && Date.now() < limit) await pause(2);
      await pause(Math.random() * 60);
      for (const worker of workers) assert.ok(worker.kill('SIGKILL'), 'the worker ended by itself');
      await Promise.all(workers.map(ended));
      const left = await openOperations(application);
      if (left > 0) killedAtWork++;
      // What is complete is done, and what is done is complete.
      assert.equal((await tallied(application.database.db)).total, OPERATIONS - left);
    }
    const last = start();
    let left = await openOperations(application);
    // However slow the machine is: as long as something is done.
    for (let patience = Date.now() + STANDSTILL; left > 0 && Date.now() < patience; await pause(20)) {
      const now = await openOperations(application);
      if (now < left) patience = Date.now() + STANDSTILL;
      left = now;
    }
    last.kill('SIGTERM');
    await ended(last);
    const { names: done, total } = await tallied(application.database.db);
    assert.equal(total, OPERATIONS);
    assert.deepEqual(done.toSorted(), names.toSorted());
    assert.ok(killedAtWork > 0, 'no kill hit a worker at work');
    const statuses = await application.database.db.query
      .selectFrom('bulk_operation')
      .select('status')
      .distinct()
      .execute();
    assert.deepEqual(statuses, [{ status: 1 }]);
  } finally {
    await application.close();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
});
