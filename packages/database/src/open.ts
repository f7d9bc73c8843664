import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Dialect, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { createDb, type FastRun, SNAPSHOT_CHANNEL } from './db.ts';
import type { DialectName } from './dialect.ts';
import type { Db } from './door.ts';
import { listen } from './listen.ts';
import { observedDialect, observedRun, type StatementObserver } from './observed.ts';
import { PostgresReads } from './postgres-reads.ts';
import type { Schema } from './schema.ts';
import { SnapshotStore } from './snapshot.ts';
import { type Durability, openSqlite, StatementCache, sqliteDialect } from './sqlite-driver.ts';

/** An open database. */
export interface OpenDatabase {
  readonly dialect: DialectName;
  readonly db: Db;
  /** Changes whenever another connection has committed; a cheap way to notice other processes' writes (SQLite only). */
  readonly dataVersion: (() => number) | null;
  readonly snapshots: SnapshotStore;
  readonly pool: pg.Pool | null;
  /** Hears what other processes announce on a channel (NOTIFY); null on SQLite. Gives a function that stops it. */
  readonly listen: ((channel: string, heard: () => void) => Promise<() => Promise<void>>) | null;
  /** Where the data are, without credentials. */
  readonly location: string;
  readonly close: () => Promise<void>;
}

export type DatabaseLocation =
  | { readonly dialect: 'sqlite'; readonly file: string; readonly durability?: Durability }
  | { readonly dialect: 'postgres'; readonly url: string; readonly schema?: string; readonly connections?: number };

/** A database that cannot be opened; `cause` says why. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';

  constructor(where: string, cause: unknown) {
    super(`The database ${where} cannot be opened.`, { cause });
  }
}

/**
 * Opens a database. The SQLite file and its folder are created where missing.
 * @param observe hears of every statement; without it nothing is measured
 * @throws DatabaseUnavailableError
 */
export async function openDatabase(location: DatabaseLocation, observe?: StatementObserver): Promise<OpenDatabase> {
  try {
    return location.dialect === 'sqlite' ? openFile(location, observe) : await openServer(location, observe);
  } catch (error) {
    throw new DatabaseUnavailableError(location.dialect === 'sqlite' ? location.file : whereIs(location.url), error);
  }
}

/** Host, port and name, without credentials. */
function whereIs(url: string): string {
  if (!URL.canParse(url)) return 'of DATABASE_URL';
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

const heardBy = (observe: StatementObserver | undefined) => ({
  dialect: (dialect: Dialect): Dialect => (observe === undefined ? dialect : observedDialect(dialect, observe)),
  run: (run: FastRun): FastRun => (observe === undefined ? run : observedRun(run, observe)),
});

function openFile(
  { file, durability }: Extract<DatabaseLocation, { dialect: 'sqlite' }>,
  observe: StatementObserver | undefined,
): OpenDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const sqlite = openSqlite(file, durability);
  const heard = heardBy(observe);
  const kysely = new Kysely<Schema>({ dialect: heard.dialect(sqliteDialect(sqlite)) });
  const statements = new StatementCache(sqlite.reader);
  // Of the connection that writes: its own commits do not count there, since `touch` tells of them.
  const version = sqlite.writer.prepare('pragma data_version').pluck();
  const dataVersion = (): number => version.get() as number;
  const snapshots = new SnapshotStore(kysely, dataVersion);
  const read = heard.run(async ({ sql }, values) => statements.get(sql).all(values));
  const db = createDb(
    'sqlite',
    kysely,
    async (statement, values) => {
      const { sql } = statement;
      if (statements.get(sql).readonly) return read(statement, values);
      const { rows } = await kysely.executeQuery({
        sql,
        parameters: values,
        query: { kind: 'RawNode' } as never,
        queryId: { queryId: sql },
      });
      return rows;
    },
    snapshots,
  );
  return {
    dialect: 'sqlite',
    db,
    dataVersion,
    snapshots,
    pool: null,
    listen: null,
    location: file,
    close: () => kysely.destroy(),
  };
}

const INT8 = 20;
const NUMERIC = 1700;

async function openServer(
  { url, schema, connections }: Extract<DatabaseLocation, { dialect: 'postgres' }>,
  observe: StatementObserver | undefined,
): Promise<OpenDatabase> {
  const heard = heardBy(observe);
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  types.setTypeParser(NUMERIC, Number);
  const options: pg.ClientConfig = {
    connectionString: url,
    types,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  };
  const pool = new pg.Pool({ ...options, max: connections ?? 10 });
  const reads = new PostgresReads(options);
  // A lost idle connection is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  // So would one that is lost in the middle of a transaction; whoever uses it is told by its next query.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  const kysely = new Kysely<Schema>({ dialect: heard.dialect(new PostgresDialect({ pool })) });
  const snapshots = new SnapshotStore(kysely, null);
  const db = createDb(
    'postgres',
    kysely,
    heard.run(async (statement, values) => {
      if (statement.reads) return reads.read(statement, values);
      const { sql, name } = statement;
      return (await pool.query({ name, text: sql, values })).rows;
    }),
    snapshots,
  );
  await pool.query('select 1').catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const listenTo = (channel: string, heard: () => void) => listen({ url, types, channel, heard });
  const stopListening = await listen({
    url,
    types,
    channel: SNAPSHOT_CHANNEL,
    heard: () => snapshots.markStale(),
    deaf: (deaf) => snapshots.setDeaf(deaf),
  });
  return {
    dialect: 'postgres',
    db,
    dataVersion: null,
    snapshots,
    pool,
    listen: listenTo,
    location: whereIs(url),
    close: async () => {
      await stopListening();
      await reads.close();
      await kysely.destroy();
    },
  };
}
