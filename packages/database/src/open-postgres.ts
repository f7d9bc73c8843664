import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Announcements } from './announcements.ts';
import { createDb, SNAPSHOT_CHANNEL } from './db.ts';
import { listen } from './listen.ts';
import { heardBy, type StatementObserver } from './observed.ts';
import type { DatabaseLocation, OpenDatabase } from './open-database.ts';
import { PostgresReads } from './postgres-reads.ts';
import { CONNECT_MS, prepareSession } from './postgres-session.ts';
import type { Schema } from './schema.ts';
import { serverName } from './server-name.ts';
import { SnapshotStore } from './snapshot.ts';
import type { CompiledStatement } from './statement.ts';
import { ProvenConnections, WatchedPool } from './watched-pool.ts';

const INT8 = 20;
const NUMERIC = 1700;
/** The connection on which a process hears of the others' changes, by its name at the server. */
const LISTENER = 'tessera listener';
/** Longer than any statement of ours, yet not for ever: a job that waits for an answer that never comes keeps a connection. */
const UNHURRIED_MS = 3_600_000;
const LISTENERS =
  'select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = $1';
const SERVER_TIME = 'select extract(epoch from clock_timestamp()) * 1000 as at';

/** Connects to a PostgreSQL server. */
export async function openPostgres(
  { url, schema, connections, statementMilliseconds }: Extract<DatabaseLocation, { dialect: 'postgres' }>,
  observe: StatementObserver | undefined,
): Promise<OpenDatabase> {
  const heard = heardBy(observe);
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  types.setTypeParser(NUMERIC, Number);
  const options: pg.ClientConfig = {
    connectionString: url,
    types,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  };
  const limit = statementMilliseconds ?? null;
  const all = new pg.Pool({
    ...options,
    max: connections ?? 10,
    ...(limit === null
      ? {}
      : { onConnect: (client) => prepareSession(client, limit, () => void (client as pg.Client).end()) }),
  });
  // A lost idle connection is replaced at the next use; without a listener it would end the process.
  all.on('error', () => {});
  // So would one that is lost in the middle of a transaction; whoever uses it is told by its next query.
  all.on('connect', (client) => {
    client.on('error', () => {});
  });
  const proven = new ProvenConnections();
  const names = new Map<string, string>();
  const pool = new WatchedPool(all, proven, limit, names);
  const patientPool = new WatchedPool(all, proven, limit === null ? null : UNHURRIED_MS, names);
  const reads = new PostgresReads(options, limit);
  const kyselyOver = (over: WatchedPool) =>
    new Kysely<Schema>({ dialect: heard.dialect(new PostgresDialect({ pool: over })) });
  const kysely = kyselyOver(pool);
  const snapshots = new SnapshotStore(kysely, null);
  const announcements = new Announcements({
    listeners: async () => (await pool.query<{ count: number }>(LISTENERS, [LISTENER])).rows[0]?.count ?? 0,
    tell: (channel, text) => pool.query('select pg_notify($1, $2)', [channel, text]),
  });
  const runOver =
    (over: WatchedPool) =>
    async ({ sql, name }: CompiledStatement, values: unknown[]): Promise<unknown[]> =>
      (await over.query({ name, text: sql, values })).rows;
  const run = runOver(pool);
  const fastRun = heard.run((statement: CompiledStatement, values) =>
    statement.reads ? reads.read(statement, values) : run(statement, values),
  );
  const db = createDb('postgres', { kysely, fastRun, names }, snapshots, announcements);
  // Its reads are not in the way of those of requests either.
  const patient = { kysely: kyselyOver(patientPool), fastRun: heard.run(runOver(patientPool)), names };
  const unhurried = createDb('postgres', patient, snapshots, announcements);
  await pool.query('select 1').catch(async (error: unknown) => {
    await all.end();
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
    unhurried,
    dataVersion: null,
    snapshots,
    connections: () => ({
      busy: all.totalCount - all.idleCount,
      idle: all.idleCount,
      waiting: all.waitingCount,
    }),
    serverTime: async () => Number((await pool.query<{ at: string }>(SERVER_TIME)).rows[0]?.at),
    listen: listenTo,
    location: serverName(url),
    close: async () => {
      await stopListening();
      await reads.close();
      // A connection that does not answer is not waited for.
      const enough = limit === null ? [] : [pause(limit, undefined, { ref: false })];
      await Promise.race([all.end(), ...enough]);
    },
  };
}
