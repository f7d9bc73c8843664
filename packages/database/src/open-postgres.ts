import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Announcements } from './announcements.ts';
import { createDb, SNAPSHOT_CHANNEL } from './db.ts';
import { listen } from './listen.ts';
import { heardBy, type StatementObserver } from './observed.ts';
import type { DatabaseLocation, OpenDatabase } from './open-database.ts';
import { PostgresReads } from './postgres-reads.ts';
import { preparingClient } from './preparing-client.ts';
import type { Schema } from './schema.ts';
import { serverName } from './server-name.ts';
import { SnapshotStore } from './snapshot.ts';

const INT8 = 20;
const NUMERIC = 1700;
/** The connection on which a process hears of the others' changes, by its name at the server. */
const LISTENER = 'tessera listener';
const LISTENERS =
  'select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = $1';

/** Connects to a PostgreSQL server. */
export async function openPostgres(
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
  const names = new Map<string, string>();
  const pool = new pg.Pool({ ...options, max: connections ?? 10, Client: preparingClient(names) });
  const reads = new PostgresReads(options);
  // A lost idle connection is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  // So would one that is lost in the middle of a transaction; whoever uses it is told by its next query.
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  const kysely = new Kysely<Schema>({ dialect: heard.dialect(new PostgresDialect({ pool })) });
  const snapshots = new SnapshotStore(kysely, null);
  const announcements = new Announcements({
    listeners: async () => (await pool.query(LISTENERS, [LISTENER])).rows[0].count,
    tell: (channel, text) => pool.query('select pg_notify($1, $2)', [channel, text]),
  });
  const fastRun = heard.run(async (statement, values) => {
    if (statement.reads) return reads.read(statement, values);
    const { sql, name } = statement;
    return (await pool.query({ name, text: sql, values })).rows;
  });
  const db = createDb('postgres', { kysely, fastRun, names }, snapshots, announcements);
  await pool.query('select 1').catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const listenTo = (channel: string, heard: () => void) =>
    listen({ url, types, channels: [channel], heard: () => heard() });
  const stopListening = await listen({
    url,
    types,
    channels: [SNAPSHOT_CHANNEL, announcements.answers],
    name: LISTENER,
    heard: (text, channel) => {
      if (channel === announcements.answers) return announcements.acknowledged(text);
      snapshots.markStale();
      announcements.hear(text);
    },
    deaf: (deaf) => snapshots.setDeaf(deaf),
  });
  return {
    dialect: 'postgres',
    db,
    dataVersion: null,
    snapshots,
    pool,
    listen: listenTo,
    location: serverName(url),
    close: async () => {
      await stopListening();
      await reads.close();
      await kysely.destroy();
    },
  };
}
