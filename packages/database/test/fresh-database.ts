import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../src/index.ts';

/** The database that the storage tests run on: SQLite, or PostgreSQL with `TESSERA_TEST_DATABASE=postgres`. */
export const testDialect = process.env['TESSERA_TEST_DATABASE'] === 'postgres' ? 'postgres' : 'sqlite';
const server = process.env['TESSERA_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** A database whose collation is not that of code points, and that folds letter case of all scripts (PostgreSQL 15 or newer). */
export const ENGLISH = "template template0 locale_provider icu icu_locale 'en-US'";

/** An empty database for a test; `drop` removes it. @param locale as PostgreSQL's `create database` takes it */
export async function freshDatabase(locale = ''): Promise<{ location: DatabaseLocation; drop: () => Promise<void> }> {
  if (testDialect === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-test-'));
    return {
      location: { dialect: 'sqlite', file: join(folder, 'test.sqlite'), durability: 'off' },
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const name = `tessera_test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name} ${locale}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    location: { dialect: 'postgres', url: url.href, connections: 5 },
    drop: () => administer(`drop database ${name} with (force)`),
  };
}

/** Runs a test against an empty database. */
export async function withDatabase(
  test: (database: OpenDatabase, location: DatabaseLocation) => Promise<void>,
  locale?: string,
): Promise<void> {
  const { location, drop } = await freshDatabase(locale);
  const database = await openDatabase(location);
  try {
    await test(database, location);
  } finally {
    await database.close();
    await drop();
  }
}
