import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { createDb, type FastRun } from './db.ts';
import { heardBy, type StatementObserver } from './observed.ts';
import type { DatabaseLocation, OpenDatabase } from './open-database.ts';
import type { Schema } from './schema.ts';
import { SnapshotStore } from './snapshot.ts';
import { openSqlite, sqliteDialect } from './sqlite-driver.ts';

const LOCK_MS = 10_000;

/** Opens a SQLite file; it and its folder are created where missing, for their owner only. */
export function openSqliteFile(
  { file, durability, lockMilliseconds = LOCK_MS }: Extract<DatabaseLocation, { dialect: 'sqlite' }>,
  observe: StatementObserver | undefined,
): OpenDatabase {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = openSqlite(file, durability);
  const heard = heardBy(observe);
  const kysely = new Kysely<Schema>({ dialect: heard.dialect(sqliteDialect(sqlite, lockMilliseconds)) });
  // Of the connection that writes: its own commits do not count there, since `touch` tells of them.
  const version = sqlite.writer.prepare('pragma data_version').pluck();
  const dataVersion = (): number => version.get() as number;
  const snapshots = new SnapshotStore(kysely, dataVersion);
  const read = heard.run(async ({ sql }, values) => sqlite.reads.get(sql).all(values));
  const fastRun: FastRun = async (statement, values) => {
    const { sql } = statement;
    if (sqlite.reads.get(sql).readonly) return read(statement, values);
    const { rows } = await kysely.executeQuery({
      sql,
      parameters: values,
      query: { kind: 'RawNode' } as never,
      queryId: { queryId: sql },
    });
    return rows;
  };
  const fastRunWithin = heard.run(async ({ sql }: { sql: string }, values) => sqlite.writes.execute(sql, values));
  const db = createDb('sqlite', { kysely, fastRun, fastRunWithin }, snapshots);
  return {
    dialect: 'sqlite',
    db,
    unhurried: db,
    dataVersion,
    snapshots,
    connections: null,
    serverTime: null,
    listen: null,
    location: file,
    close: () => kysely.destroy(),
  };
}
