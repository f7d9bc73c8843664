import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
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
    for (let round = 1; round <= 2; round++) {
      await note('x'.repeat(200_000));
      while (rowsInFile(file) < round) await pause(50);
    }
    const [state] = sqlite.writer.pragma('wal_checkpoint(PASSIVE)') as { log: number }[];
    assert.ok((state?.log ?? 0) < 80, `${state?.log} pages in the log`);
    await db.destroy();
    assert.equal(existsSync(`${file}-wal`), false);
  }),
);

test('a thread that cannot open the file costs nothing but its work', { timeout: 30_000 }, () =>
  withFile(async (file) => {
    const sqlite = openSqlite(file);
    const db = new Kysely<unknown>({ dialect: sqliteDialect(sqlite, 1000) });
    await sql`create table note (text text)`.execute(db);
    for (const companion of ['', '-wal', '-shm']) rmSync(`${file}${companion}`);
    await pause(1500);
    await sql`insert into note values ('x')`.execute(db);
    await db.destroy();
  }),
);
