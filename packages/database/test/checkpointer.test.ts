import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { openSqlite, sqliteDialect } from '../src/sqlite-driver.ts';

async function withFile(work: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-checkpointer-'));
  try {
    await work(join(folder, 'db.sqlite'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rows that are in the file itself, without its log. */
function rowsInFile(file: string): number {
  const copy = `${file}.copy`;
  copyFileSync(file, copy);
  const database = new Sqlite(copy, { readonly: true });
  try {
    return database.prepare('select count(*) from note').pluck().get() as number;
  } catch {
    return 0;
  } finally {
    database.close();
  }
}

test('what was written gets into the file in the background, and the log is used anew', { timeout: 30_000 }, () =>
  withFile(async (file) => {
    const sqlite = openSqlite(file);
    const db = new Kysely<unknown>({ dialect: sqliteDialect(sqlite, 1000) });
    await sql`create table note (text text)`.execute(db);
    const note = (text: string) => sql`insert into note values (${text})`.execute(db);
    for (let round = 1; round <= 3; round++) {
      await note('x'.repeat(5_000_000));
      while (rowsInFile(file) < round) await pause(50);
    }
    assert.ok(statSync(`${file}-wal`).size < 10_000_000, 'the log holds more than the last round');
    await db.destroy();
    assert.equal(existsSync(`${file}-wal`), false);
  }),
);

test('where writes come fast, a log is looked at before the time is up', { timeout: 30_000 }, (t) =>
  withFile(async (file) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const sqlite = openSqlite(file);
    const db = new Kysely<unknown>({ dialect: sqliteDialect(sqlite, 1000) });
    await sql`create table note (text text)`.execute(db);
    for (let n = 0; n < 100; n++) await sql`insert into note values (${'x'.repeat(50_000)})`.execute(db);
    while (rowsInFile(file) < 99) await new Promise((turn) => setImmediate(turn));
    t.mock.timers.reset();
    await db.destroy();
  }),
);

test('without the thread everything is written as before', { timeout: 30_000 }, () =>
  withFile(async (file) => {
    const sqlite = openSqlite(file);
    const db = new Kysely<unknown>({ dialect: sqliteDialect(sqlite, 1000) });
    await sql`create table note (text text)`.execute(db);
    await sql`insert into note values (${'x'.repeat(5_000_000)})`.execute(db);
    // The thread will not find it.
    renameSync(file, `${file}.moved`);
    await pause(1500);
    renameSync(`${file}.moved`, file);
    await sql`insert into note values (${'y'})`.execute(db);
    await db.destroy();
    assert.equal(rowsInFile(file), 2);
  }),
);
