import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { adminToken, type RunningServer, runTessera, startServer } from './running-server.ts';

/** One request over a connection of its own; the status, or 0 where there was no answer. */
const ask = (url: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((done) => {
    const sent = request(url, { agent: false, headers }, (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode ?? 0));
    });
    sent.on('error', () => done(0));
    sent.setTimeout(5000, () => sent.destroy());
    sent.end();
  });

/** The process ids of its workers. */
function workersOf({ process: { pid = 0 } }: RunningServer): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    assert.ok(i < 1500, 'not in 75 seconds');
    await new Promise((soon) => setTimeout(soon, 50));
  }
}

test('several processes share a port, know the same tokens, and are replaced without a dropped request', {
  timeout: 180_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-workers-'));
  const server = await startServer(folder, { args: ['--workers', '2'] });
  try {
    const authorization = `Bearer ${await adminToken(server.base)}`;
    const statuses: number[] = [];
    let running = true;
    const client = async (): Promise<void> => {
      while (running) statuses.push(await ask(`${server.base}/rest/V1/store/websites`, { authorization }));
    };
    const clients = [client(), client(), client()];
    await new Promise((soon) => setTimeout(soon, 300));
    server.process.kill('SIGHUP');
    await new Promise((soon) => setTimeout(soon, 4000));
    running = false;
    await Promise.all(clients);
    assert.ok(statuses.length > 100, `${statuses.length} requests`);
    assert.deepEqual(
      statuses.filter((status) => status !== 200),
      [],
    );
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a process that is killed takes no connection with it that it was handed and had not taken', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-handed-'));
  const server = await startServer(folder, { args: ['--workers', '2'] });
  try {
    const [worker] = workersOf(server);
    assert.ok(worker);
    process.kill(worker, 'SIGSTOP');
    let answered = 0;
    const asked = Array.from({ length: 6 }, async () => {
      const status = await ask(`${server.base}/health/live`);
      answered++;
      return status;
    });
    await new Promise((soon) => setTimeout(soon, 500));
    assert.equal(answered, 5, 'one waits for the process that does not run');
    process.kill(worker, 'SIGKILL');
    assert.deepEqual(
      await Promise.all(asked),
      Array.from({ length: 6 }, () => 200),
    );
    // Nor are connections handed to it from now on.
    for (let i = 0; i < 6; i++) assert.equal(await ask(`${server.base}/health/live`), 200);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a process that hangs is killed, another takes its place, and what it had been handed is answered', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-hangs-'));
  const { code } = await runTessera(['config:set', 'tessera/server/longest_silence', '1'], folder);
  assert.equal(code, 0);
  const server = await startServer(folder, { args: ['--workers', '2'] });
  try {
    const [worker = 0, other = 0] = workersOf(server);
    process.kill(worker, 'SIGSTOP');
    const statuses = await Promise.all(Array.from({ length: 6 }, () => ask(`${server.base}/health/live`)));
    assert.deepEqual(
      statuses,
      Array.from({ length: 6 }, () => 200),
    );
    await until(() => workersOf(server).filter((pid) => pid !== worker).length === 2);
    // Whoever answers is let be.
    await new Promise((soon) => setTimeout(soon, 2500));
    assert.ok(workersOf(server).includes(other));
    assert.match(server.output(), /hangs and is killed/);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('where new processes do not start, those that are to be replaced stay, and are replaced when they end', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-stay-'));
  const server = await startServer(folder, { args: ['--workers', '2'] });
  try {
    const before = workersOf(server);
    const keyFile = join(folder, 'key');
    const key = readFileSync(keyFile, 'utf8');
    writeFileSync(keyFile, 'no key');
    server.process.kill('SIGHUP');
    await until(() => server.output().includes('could not be replaced'));
    writeFileSync(keyFile, key);
    // Nor is the one that did not start tried again.
    await new Promise((soon) => setTimeout(soon, 3000));
    assert.deepEqual(workersOf(server), before);
    const [first = 0, second = 0] = before;
    process.kill(first, 'SIGKILL');
    await until(() => workersOf(server).filter((pid) => pid !== first).length === 2);
    assert.ok(workersOf(server).includes(second));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a process that is told to stop finishes the request that it has', { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-stop-'));
  const server = await startServer(folder);
  try {
    const body = JSON.stringify({ username: 'admin', password: 'Admin123!x' });
    const slow = request(`${server.base}/rest/V1/integration/admin/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    });
    const answered = new Promise<number>((done) => {
      slow.on('response', (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      });
      slow.on('error', () => done(0));
    });
    slow.write(body.slice(0, 10));
    await new Promise((soon) => setTimeout(soon, 200));
    const stopped = server.stop();
    await new Promise((soon) => setTimeout(soon, 200));
    slow.end(body.slice(10));
    assert.equal(await answered, 200);
    await stopped;
    assert.equal(server.process.exitCode, 0);
  } finally {
    await server.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

test('whichever process is asked for metrics, it tells those of all, and a replaced one takes none with it', {
  timeout: 200_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-sums-'));
  const server = await startServer(folder, { args: ['--workers', '2'] });
  const counted = async (): Promise<number> => {
    const text = await (await fetch(`${server.base}/metrics`, { headers: { connection: 'close' } })).text();
    return Number(/tessera_requests_total\{[^}]*route="\/V1\/directory\/currency"[^}]*\} (\d+)/.exec(text)?.[1]);
  };
  try {
    for (let i = 0; i < 20; i++) assert.equal(await ask(`${server.base}/rest/V1/directory/currency`), 200);
    const scrapes: number[] = [];
    for (let i = 0; i < 4; i++) scrapes.push(await counted());
    assert.deepEqual(scrapes, [20, 20, 20, 20]);
    server.process.kill('SIGHUP');
    await new Promise((soon) => setTimeout(soon, 8000));
    assert.equal(await counted(), 20);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
/**
 * Clients that keep their connections and ask again and again, until they are told to stop or nobody listens.
 * @param ends whether the whole server ends: then a new connection may come too late, as long as the kept ones do not suffer
 */
function keptConnections(url: string, authorization: string, count: number, ends: boolean) {
  const seen: (number | string)[] = [];
  let running = true;
  const agents = Array.from({ length: count }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const one = (agent: Agent): Promise<number | string> =>
    new Promise((done) => {
      const sent = request(url, { agent, headers: { authorization } }, (response) => {
        response.resume();
        response.on('end', () => done(response.statusCode ?? 0));
      });
      sent.on('error', (error: NodeJS.ErrnoException) =>
        done(ends && !sent.reusedSocket ? 'ECONNREFUSED' : (error.code ?? error.message)),
      );
      sent.end();
    });
  const clients = agents.map(async (agent) => {
    while (running) {
      const outcome = await one(agent);
      if (outcome === 'ECONNREFUSED') return;
      seen.push(outcome);
    }
  });
  return {
    seen,
    stop: async () => {
      running = false;
      await Promise.all(clients);
      for (const agent of agents) agent.destroy();
    },
  };
}

for (const [name, signal, args] of [
  ['one process that is told to stop (SIGTERM)', 'SIGTERM', []],
  ['several processes that are told to stop (SIGTERM)', 'SIGTERM', ['--workers', '2']],
  ['several processes that are replaced (SIGHUP)', 'SIGHUP', ['--workers', '2']],
] as const)
  test(`clients that keep their connections lose no request to ${name}`, { timeout: 180_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-kept-'));
    const server = await startServer(folder, { args: [...args] });
    try {
      const authorization = `Bearer ${await adminToken(server.base)}`;
      const clients = keptConnections(`${server.base}/rest/V1/store/websites`, authorization, 8, signal === 'SIGTERM');
      while (clients.seen.length < 50) await new Promise((soon) => setTimeout(soon, 50));
      if (signal === 'SIGTERM') await server.stop();
      else {
        server.process.kill(signal);
        await new Promise((soon) => setTimeout(soon, 5000));
      }
      await clients.stop();
      assert.deepEqual(
        clients.seen.filter((outcome) => outcome !== 200),
        [],
      );
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
