import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { installedModules } from '../src/installed-modules.ts';
import { examine } from '../src/operations/doctor.ts';
import type { Finding } from '../src/operations/finding.ts';
import { freshDatabase, testDialect } from './application.ts';
import { runTessera } from './running-server.ts';

const GOOD = { TESSERA_ADMIN_PASSWORD: 'k9-lantern-River' };

async function withInstallation(
  work: (
    run: (...args: string[]) => Promise<{ code: number; findings: Finding[] }>,
    folder: string,
    sql: (text: string) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-doctor-'));
  const { location, drop } = await freshDatabase(folder, 'tessera.sqlite');
  const environment = { ...GOOD, DATABASE_URL: location.dialect === 'postgres' ? location.url : '' };
  const { openDatabase } = await import('@tessera/database');
  const { CompiledQuery } = await import('kysely');
  try {
    await runTessera(['setup'], folder, environment);
    await work(
      async (...args) => {
        const { code, stdout } = await runTessera(
          [...(args.length > 0 ? args : ['doctor']), '--json'],
          folder,
          environment,
        );
        return { code, findings: JSON.parse(stdout) as Finding[] };
      },
      folder,
      async (text) => {
        const database = await openDatabase(location);
        await database.db.query.executeQuery(CompiledQuery.raw(text));
        await database.close();
      },
    );
  } finally {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const problems = (findings: readonly Finding[]): string[] =>
  findings.filter(({ state }) => state === 'problem').map(({ check }) => check);

test('the doctor finds a fresh installation well', { timeout: 60_000 }, () =>
  withInstallation(async (run) => {
    const { code, findings } = await run();
    assert.deepEqual(problems(findings), []);
    assert.equal(code, 0);
    assert.deepEqual([...new Set(findings.map(({ check }) => check))].sort(), [
      'clock',
      'database',
      'folder',
      'key',
      'letters',
      'passwords',
      'queue',
      'schema',
      'secrets',
      'settings',
    ]);
  }),
);

test(
  'the doctor names a readable key, a wrong key, a bad setting, a newer schema and a guessable password',
  {
    timeout: 90_000,
  },
  () =>
    withInstallation(async (run, folder, sql) => {
      const key = join(folder, 'key');
      chmodSync(key, 0o644);
      let examined = await run();
      assert.equal(examined.code, 1);
      assert.match(examined.findings.find(({ check }) => check === 'key')?.message ?? '', /chmod 600/);
      chmodSync(key, 0o600);

      await run('integration:create', '--name', 'CRM');
      await run('admin:user:create', '--username', 'eve', '--password', 'Admin123!', '--email', 'eve@example.com');
      await sql(
        "insert into config_value (scope, scope_id, path, value) values ('default', 0, 'oauth/consumer/expiration_period', 'soon')",
      );
      writeFileSync(key, `${Buffer.alloc(32, 7).toString('base64')}\n`);
      examined = await run();
      assert.equal(examined.code, 1);
      assert.deepEqual(problems(examined.findings).sort(), ['passwords', 'secrets', 'settings']);
      assert.match(JSON.stringify(examined.findings), /eve/);

      await sql("insert into schema_migration values ('Magento_Store/9999-later', 'then')");
      examined = await run();
      assert.deepEqual(problems(examined.findings), ['schema']);

      rmSync(key);
      assert.deepEqual(problems((await run()).findings), ['key', 'schema']);
    }),
);

test('what is made is for its owner only, what is there stays as it is, and the doctor notes what others can read', {
  timeout: 60_000,
  skip: testDialect === 'postgres',
}, async () => {
  const outer = mkdtempSync(join(tmpdir(), 'tessera-doctor-'));
  const [folder, file] = [join(outer, 'a', 'var'), join(outer, 'a', 'var', 'tessera.sqlite')];
  const modes = (): number[] => [folder, file].map((path) => statSync(path).mode & 0o777);
  const notes = async (): Promise<string[]> =>
    (JSON.parse((await runTessera(['doctor', '--json'], folder, GOOD)).stdout) as Finding[])
      .filter(({ state, message }) => state === 'warning' && message.includes('Others can read'))
      .map(({ check }) => check);
  const umask = process.umask(0o022);
  try {
    await runTessera(['setup'], folder, GOOD);
    assert.deepEqual(modes(), [0o700, 0o600]);
    assert.deepEqual(await notes(), []);
    chmodSync(folder, 0o755);
    chmodSync(file, 0o644);
    assert.equal((await runTessera(['setup'], folder, GOOD)).code, 0);
    assert.deepEqual(modes(), [0o755, 0o644]);
    assert.deepEqual(await notes(), ['folder', 'database']);
  } finally {
    process.umask(umask);
    rmSync(outer, { recursive: true, force: true });
  }
});

test('the doctor sees a clock that was put back', { timeout: 60_000, skip: testDialect === 'postgres' }, () =>
  withInstallation(async (run, folder) => {
    await run('integration:create', '--name', 'CRM');
    const location = { dialect: 'sqlite', file: join(folder, 'tessera.sqlite') } as const;
    const now = () => Date.now() - 3_600_000;
    const findings = await examine({
      folder,
      location,
      environmentKeys: undefined,
      modules: installedModules([]),
      now,
    });
    assert.deepEqual(problems(findings), ['clock', 'clock']);
  }),
);

test(
  'the doctor sees operations that nobody works off, and goes on where something cannot be looked at',
  {
    timeout: 60_000,
  },
  () =>
    withInstallation(async (run, _, sql) => {
      const queue = async () => (await run()).findings.find(({ check }) => check === 'queue');
      await sql("insert into bulk_caller values ('h', '{}', '2026-01-01')");
      await sql(
        "insert into bulk (uuid, user_type, user_id, description, topic, operation_count, start_time, method, path, store_id, caller_hash, base_url, remote_address) values ('u', 2, 1, 'd', 't', 1, '2026-01-01 00:00:00', 'POST', '/V1/customers', 1, 'h', '', '')",
      );
      await sql('insert into bulk_operation (bulk_id, operation_key, status) select id, 0, 4 from bulk');
      assert.equal((await queue())?.state, 'warning');
      assert.match((await queue())?.message ?? '', /1 queued operations wait, the oldest for \d{5,} minutes/);
      await sql('alter table bulk_operation rename to elsewhere');
      const { code, findings } = await run();
      assert.equal(code, 1);
      assert.match(findings.find(({ check }) => check === 'queue')?.message ?? '', /cannot be checked/);
      assert.ok(findings.some(({ check }) => check === 'passwords'));
    }),
);

test('the doctor does not make what is missing', { timeout: 30_000, skip: testDialect === 'postgres' }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-doctor-'));
  try {
    const { code, stdout } = await runTessera(['doctor'], join(folder, 'nowhere'));
    assert.equal(code, 1);
    assert.match(stdout, /PROBLEM .*folder.*There is no such file or folder/);
    assert.match(stdout, /PROBLEM .*key.*missing/);
    assert.match(stdout, /PROBLEM .*database.*tessera setup/);
    assert.equal(existsSync(join(folder, 'nowhere')), false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
