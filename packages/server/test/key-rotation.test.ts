import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSigner } from '@tessera/oauth1';
import { freshDatabase, type TestApplication, testDialect, withApplication } from './application.ts';
import { adminToken, runTessera, startServer } from './running-server.ts';
import { credentialsOf, type ShownCredentials } from './third-party.ts';

const keysOf = (folder: string): string[] => readFileSync(join(folder, 'key'), 'utf8').trim().split('\n');

/** An application whose key file can become unreadable. */
function withKeys(work: (context: TestApplication, keys: { readable: boolean }) => Promise<void>): Promise<void> {
  const keys = { readable: true };
  const known = [Buffer.alloc(32, 1)];
  return withApplication((context) => work(context, keys), {
    keys: known,
    reloadKeys: () => {
      if (!keys.readable) throw new Error('EACCES: permission denied');
      return known;
    },
  });
}

test('a key is rotated while two servers answer: nothing is refused, nothing is left under the old key', {
  timeout: 90_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-rotate-'));
  const { location, drop } = await freshDatabase(folder);
  const environment = { DATABASE_URL: location.dialect === 'postgres' ? location.url : '' };
  const servers = [await startServer(folder, { environment }), await startServer(folder, { environment })] as const;
  const run = (...args: string[]) => runTessera([...args, '--json'], folder, environment);
  try {
    const { id } = JSON.parse((await run('integration:create', '--name', 'CRM', '--all')).stdout) as { id: number };
    const credentials = JSON.parse((await run('integration:activate', String(id))).stdout) as ShownCredentials;
    const sign = createSigner(credentialsOf(credentials));
    await run('config:set', 'tessera/metrics/token', 'metrics-secret');
    const token = await adminToken(servers[0].base);
    const statuses: number[] = [];
    let running = true;
    const ask = async (base: string): Promise<void> => {
      while (running) {
        statuses.push(
          (
            await fetch(`${base}/rest/V1/store/websites`, {
              headers: { authorization: sign('GET', `${base}/rest/V1/store/websites`) },
            })
          ).status,
        );
        statuses.push(
          (await fetch(`${base}/rest/V1/store/websites`, { headers: { authorization: `Bearer ${token}` } })).status,
        );
        statuses.push(
          (
            await fetch(`${base}/rest/V1/integrations/${id}/credentials`, {
              headers: { authorization: `Bearer ${token}` },
            })
          ).status,
        );
      }
    };
    const asking = Promise.all(servers.map(({ base }) => ask(base)));
    const rotated = await run('key:rotate');
    assert.equal(rotated.code, 0, rotated.stderr);
    assert.equal((JSON.parse(rotated.stdout) as { keys: number }).keys, 2);
    assert.ok((JSON.parse(rotated.stdout) as { reencrypted: number }).reencrypted >= 3);
    // A token that one server signs with the new key is known to the other at once.
    const fresh = await adminToken(servers[0].base);
    assert.equal(JSON.parse(Buffer.from(fresh.split('.')[0] ?? '', 'base64url').toString()).kid, '2');
    const headers = { authorization: `Bearer ${fresh}` };
    assert.equal((await fetch(`${servers[1].base}/rest/V1/store/websites`, { headers })).status, 200);
    running = false;
    await asking;
    assert.ok(statuses.length > 20, `${statuses.length} requests`);
    assert.deepEqual([...new Set(statuses)], [200]);
    assert.equal(keysOf(folder).length, 2);
    assert.equal(statSync(join(folder, 'key')).mode & 0o777, 0o600);
    const again = await run('key:rotate', '--reencrypt-only');
    assert.equal((JSON.parse(again.stdout) as { reencrypted: number }).reencrypted, 0);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('keys that the environment gives are rotated there', {
  timeout: 60_000,
  skip: testDialect === 'postgres',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-rotate-'));
  const [older, newer] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
  try {
    const refused = await runTessera(['key:rotate'], folder, { TESSERA_KEY: older });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /TESSERA_KEY.*--reencrypt-only/);
    await runTessera(['integration:create', '--name', 'CRM'], folder, { TESSERA_KEY: older });
    const both = await runTessera(['key:rotate', '--reencrypt-only', '--json'], folder, {
      TESSERA_KEY: `${older},${newer}`,
    });
    assert.deepEqual(JSON.parse(both.stdout), { keys: 2, reencrypted: 1 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a server that cannot read a rotated key goes on with what it has, is not ready, and recovers by itself', {
  timeout: 60_000,
}, async () => {
  await withKeys(async ({ application, send }, keys) => {
    const ready = async () => ((await send({ url: '/health/ready' })).json as { status: string }).status;
    const calls = async () => (await send({ url: '/rest/V1/directory/countries' })).status;
    assert.equal(await ready(), 'ready');
    keys.readable = false;
    await application.keysChanged();
    assert.equal(await calls(), 200);
    await assert.rejects(ready(), /503.*master key unreadable/);
    keys.readable = true;
    await new Promise((soon) => setTimeout(soon, 1100));
    assert.equal(await ready(), 'ready');
    assert.equal(await calls(), 200);
  });
});
