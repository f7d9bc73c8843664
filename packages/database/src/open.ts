import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { createDb, SNAPSHOT_CHANNEL } from './db.ts';
import type { DialectName } from './dialect.ts';
import type { Db } from './door.ts';
import { listen } from './listen.ts';
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

/** Opens a database. The SQLite file and its folder are created where missing. */
export async function openDatabase(location: DatabaseLocation): Promise<OpenDatabase> {
  return location.dialect === 'sqlite' ? openFile(location) : openServer(location);
}

function openFile({ file, durability }: Extract<DatabaseLocation, { dialect: 'sqlite' }>): OpenDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const sqlite = openSqlite(file, durability);
  const kysely = new Kysely<Schema>({ dialect: sqliteDialect(sqlite) });
  const statements = new StatementCache(sqlite.reader);
  // Of the connection that writes: its own commits do not count there, since `touch` tells of them.
  const version = sqlite.writer.prepare('pragma data_version').pluck();
  const dataVersion = (): number => version.get() as number;
  const snapshots = new SnapshotStore(kysely, dataVersion);
  const db = createDb(
    'sqlite',
    kysely,
    async ({ sql }, values) => {
      const prepared = statements.get(sql);
      if (prepared.readonly) return prepared.all(values);
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

async function openServer({
  url,
  schema,
  connections,
}: Extract<DatabaseLocation, { dialect: 'postgres' }>): Promise<OpenDatabase> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  types.setTypeParser(NUMERIC, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: connections ?? 10,
    types,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // A lost idle connection is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  // So would one that is lost in the middle of a transaction; whoever uses it is told by its next query.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const snapshots = new SnapshotStore(kysely, null);
  const db = createDb(
    'postgres',
    kysely,
    async ({ sql, name }, values) => (await pool.query({ name, text: sql, values })).rows,
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
  const { hostname, port, pathname } = new URL(url);
  return {
    dialect: 'postgres',
    db,
    dataVersion: null,
    snapshots,
    pool,
    listen: listenTo,
    location: `${hostname}:${port || 5432}${pathname}`,
    close: async () => {
      await stopListening();
      await kysely.destroy();
    },
  };
}
