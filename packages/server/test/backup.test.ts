import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { adminToken, runTessera, startServer } from './running-server.ts';

const withFolder = async (work: (folder: string, file: (name: string) => string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-backup-'));
  try {
    await work(folder, (name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const failed = async (args: string[], folder: string): Promise<string> => {
  const { code, stderr } = await runTessera(args, folder);
  assert.equal(code, 1, args.join(' '));
  return stderr;
};

test(
  'a backup during writes is sound and holds everything that was acknowledged before it; it can be restored',
  {
    timeout: 90_000,
  },
  () =>
    withFolder(async (folder, file) => {
      const server = await startServer(folder);
      const acknowledged: string[] = [];
      let before: string[] = [];
      try {
        const headers = {
          authorization: `Bearer ${await adminToken(server.base)}`,
          'content-type': 'application/json',
        };
        let running = true;
        const write = async (writer: number): Promise<void> => {
          for (let i = 0; running; i++) {
            const email = `w${writer}-${i}@example.com`;
            const body = JSON.stringify({ customer: { email, firstname: 'A', lastname: 'B' } });
            const answer = await fetch(`${server.base}/rest/V1/customers`, { method: 'POST', headers, body });
            assert.equal(answer.status, 200);
            acknowledged.push(email);
          }
        };
        const writers = Promise.all([write(1), write(2)]);
        while (acknowledged.length < 50) await new Promise((soon) => setTimeout(soon, 10));
        before = [...acknowledged];
        const made = await runTessera(['backup', file('saved.sqlite'), '--json'], folder);
        running = false;
        await writers;
        assert.equal(made.code, 0, made.stderr);
        assert.match(await failed(['restore', file('saved.sqlite'), '--force'], folder), /in use. Stop the servers/);
      } finally {
        await server.stop();
      }
      assert.equal(statSync(file('saved.sqlite')).mode & 0o777, 0o600);
      assert.match(await failed(['backup', file('saved.sqlite')], folder), /exists already/);
      assert.match(await failed(['restore', file('saved.sqlite')], folder), /--force/);
      const restored = await runTessera(['restore', file('saved.sqlite'), '--force', '--json'], folder);
      assert.equal(restored.code, 0, restored.stderr);
      const { replaced } = JSON.parse(restored.stdout) as { replaced: string };
      assert.ok(existsSync(replaced));

      const database = new Sqlite(file('tessera.sqlite'), { readonly: true });
      const emails = new Set(database.prepare('select email from customer').pluck().all());
      const entries = database.prepare("select count(*) from audit_entry where entity_type = 'customer'").pluck().get();
      database.close();
      assert.deepEqual(
        before.filter((email) => !emails.has(email)),
        [],
      );
      assert.equal(entries, emails.size);
      const again = await startServer(folder);
      try {
        assert.equal(typeof (await adminToken(again.base)), 'string');
      } finally {
        await again.stop();
      }
    }),
);

test(
  'a restore refuses what is damaged, foreign or newer, and leaves the installation alone',
  { timeout: 60_000 },
  () =>
    withFolder(async (folder, file) => {
      await runTessera(['setup'], folder);
      await runTessera(['backup', file('good.sqlite')], folder);
      const installed = readFileSync(file('tessera.sqlite'));
      assert.match(await failed(['restore', file('none.sqlite')], folder), /There is no file/);

      writeFileSync(file('text.sqlite'), 'this is no database, whatever its name says'.repeat(100));
      assert.match(await failed(['restore', file('text.sqlite'), '--force'], folder), /no database/);

      const bytes = readFileSync(file('good.sqlite'));
      bytes.fill(0xff, 8192, 60_000);
      writeFileSync(file('damaged.sqlite'), bytes);
      assert.match(await failed(['restore', file('damaged.sqlite'), '--force'], folder), /damaged/);

      new Sqlite(file('other.sqlite')).exec('create table x (y)').close();
      assert.match(await failed(['restore', file('other.sqlite'), '--force'], folder), /not one of Tessera/);

      copyFileSync(file('good.sqlite'), file('newer.sqlite'));
      new Sqlite(file('newer.sqlite'))
        .exec("insert into schema_migration values ('Magento_Store/9999-from-the-future', 'then')")
        .close();
      assert.match(await failed(['restore', file('newer.sqlite'), '--force'], folder), /newer version.*9999/);
      assert.deepEqual(readFileSync(file('tessera.sqlite')), installed);
      assert.deepEqual(
        readdirSync(folder).filter((name) => /part|restored|before-restore/.test(name)),
        [],
      );
    }),
);

test(
  'a backup is restored into an empty folder without force, and migrations are checked and run by themselves',
  {
    timeout: 60_000,
  },
  () =>
    withFolder(async (folder, file) => {
      await runTessera(['setup'], folder);
      await runTessera(['backup', file('saved.sqlite')], folder);
      assert.equal((await runTessera(['migrate', '--check'], folder)).code, 0);
      await withFolder(async (other) => {
        assert.equal((await runTessera(['migrate', '--check'], other)).code, 1);
        const { code, stdout } = await runTessera(['restore', file('saved.sqlite'), '--json'], other);
        assert.equal(code, 0);
        assert.equal((JSON.parse(stdout) as { replaced: null }).replaced, null);
        assert.equal((await runTessera(['migrate', '--check'], other)).code, 0);
      });
      await withFolder(async (other) => {
        const { stdout } = await runTessera(['migrate', '--json'], other);
        assert.ok((JSON.parse(stdout) as { applied: string[] }).applied.includes('Tessera_Audit/0001-audit-log'));
        assert.equal((await runTessera(['migrate', '--check'], other)).code, 0);
      });
      new Sqlite(file('tessera.sqlite'))
        .exec("insert into schema_migration values ('Magento_Store/9999-from-the-future', 'then')")
        .close();
      assert.equal((await runTessera(['migrate', '--check'], folder)).code, 1);
      assert.match(await failed(['migrate'], folder), /newer version/);
    }),
);

/** Ways in which a database file is lost, most of them without a word of SQLite. */
const DAMAGES: Readonly<Record<string, (file: string) => void>> = {
  overwritten: (file) => writeFileSync(file, 'no database any more'.repeat(1000)),
  'overwritten at its head': (file) => {
    const bytes = readFileSync(file);
    bytes.fill(0xff, 0, 5000);
    writeFileSync(file, bytes);
  },
  'overwritten in the middle': (file) => {
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8192, 60_000);
    writeFileSync(file, bytes);
  },
  'cut off': (file) => truncateSync(file, 5000),
  'cut off in its head': (file) => truncateSync(file, 50),
  emptied: (file) => truncateSync(file, 0),
};

/** Opens a database as a server does, and keeps it open. */
const HOLDER = `
  const database = new (require('better-sqlite3'))(process.argv[1]);
  database.pragma('journal_mode = WAL');
  database.prepare('select * from schema_migration').all();
  console.log('open');
  setInterval(() => {}, 1000);`;

for (const [damage, inflict] of Object.entries(DAMAGES))
  test(
    `a database that was ${damage} is replaced with force, and kept as it is with its log`,
    { timeout: 60_000 },
    () =>
      withFolder(async (folder, file) => {
        const database = file('tessera.sqlite');
        await runTessera(['setup'], folder);
        await runTessera(['backup', file('good.sqlite')], folder);
        inflict(database);
        const [bytes, log] = [readFileSync(database), Buffer.from('the log of it')];
        writeFileSync(`${database}-wal`, log);
        const { code, stdout, stderr } = await runTessera(
          ['restore', file('good.sqlite'), '--force', '--json'],
          folder,
        );
        assert.equal(code, 0, stderr);
        const { replaced } = JSON.parse(stdout) as { replaced: string };
        assert.deepEqual(readFileSync(replaced), bytes);
        assert.deepEqual(readFileSync(`${replaced}-wal`), log);
        assert.deepEqual(readdirSync(folder).sort(), [
          'good.sqlite',
          'key',
          'tessera.sqlite',
          basename(replaced),
          `${basename(replaced)}-wal`,
        ]);
        assert.equal((await runTessera(['migrate', '--check'], folder)).code, 0);
      }),
  );

test('a damaged database that a process still has open is not replaced', { timeout: 60_000 }, () =>
  withFolder(async (folder, file) => {
    const database = file('tessera.sqlite');
    await runTessera(['setup'], folder);
    await runTessera(['backup', file('good.sqlite')], folder);
    const holder = spawn(process.execPath, ['--eval', HOLDER, database], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(holder.stdout, 'data');
      const whole = readFileSync(database);
      for (const [damage, inflict] of Object.entries(DAMAGES)) {
        inflict(database);
        const bytes = readFileSync(database);
        assert.match(await failed(['restore', file('good.sqlite'), '--force'], folder), /in use. Stop the/, damage);
        assert.deepEqual(readFileSync(database), bytes);
        writeFileSync(database, whole);
      }
      assert.deepEqual(
        readdirSync(folder).filter((name) => /claim|before-restore/.test(name)),
        [],
      );
    } finally {
      holder.kill('SIGKILL');
    }
  }),
);

test('for PostgreSQL its own tools are named', { timeout: 30_000 }, async () => {
  const environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  await withFolder(async (folder, file) => {
    assert.match((await runTessera(['backup', file('b')], folder, environment)).stderr, /pg_dump/);
    assert.match((await runTessera(['restore', file('b')], folder, environment)).stderr, /pg_restore/);
  });
});
