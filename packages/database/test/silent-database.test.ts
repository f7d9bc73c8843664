import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { type SilentProxy, silentProxy } from '../../../test/silent-proxy.ts';
import { databaseProblem, migrate, type OpenDatabase, openDatabase, snapshot, statement } from '../src/index.ts';
import { testDialect, withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const LIMIT_MS = 500;
/** What a connection may take to be made. */
const CONNECT_MS = 5000;
const onPostgres = { skip: testDialect !== 'postgres' && 'a server that can fall silent is PostgreSQL' };
const things = snapshot('things', (db) => db.selectFrom('thing').selectAll().execute());
const byId = statement<{ id: number }>()((db, slot) => db.selectFrom('thing').selectAll().where('id', '=', slot('id')));

/** A database with one thing in it, over a way that can fall silent. */
const withSilentWay = (test: (database: OpenDatabase, way: SilentProxy) => Promise<void>): Promise<void> =>
  withDatabase(async (direct, location) => {
    assert.ok(location.dialect === 'postgres');
    await migrate(direct, [thingsModule], () => 0);
    await direct.db.query.insertInto('thing').values({ id: 1, name: 'one', amount: 1, made_at: null }).execute();
    const way = await silentProxy(location.url);
    const database = await openDatabase({ ...location, url: way.url, statementMilliseconds: LIMIT_MS });
    try {
      await test(database, way);
    } finally {
      await database.close().catch(() => {});
      await way.close();
    }
  });

/** The status that a caller is told of a failure, and how long it took to come. */
async function failure(work: Promise<unknown>): Promise<{ status: number | undefined; milliseconds: number }> {
  const began = performance.now();
  const error = await work.then(
    () => assert.fail('it was answered'),
    (reason: unknown) => reason,
  );
  return { status: databaseProblem(error)?.status, milliseconds: performance.now() - began };
}

const readThings = ({ db }: OpenDatabase): Promise<unknown> => db.query.selectFrom('thing').selectAll().execute();
const readHot = ({ db }: OpenDatabase): Promise<unknown[]> => db.run(byId, { id: 1 });
const change = ({ db }: OpenDatabase, during: () => Promise<unknown>): Promise<unknown> =>
  db.transaction(async ({ query }) => {
    await query.updateTable('thing').set({ name: 'changed' }).where('id', '=', 1).execute();
    await during();
    await query.updateTable('thing').set({ amount: 2 }).where('id', '=', 1).execute();
  });

test(
  'a server that falls silent is a 503 in time, by every way to SQL, and once it answers everything is as before',
  onPostgres,
  () =>
    withSilentWay(async (database, way) => {
      // Connections that rest in the pool, and one in every lane of the hot path.
      await Promise.all(Array.from({ length: 5 }, () => readThings(database)));
      const first: Promise<unknown>[] = [];
      for (let i = 0; i < 8; i++) {
        first.push(readHot(database));
        await nextTurn();
      }
      await Promise.all(first);
      const halfway = Promise.withResolvers<void>();
      const silent = Promise.withResolvers<void>();
      const changed = change(database, () => {
        halfway.resolve();
        return silent.promise;
      });
      await halfway.promise;
      way.hang();
      silent.resolve();
      const failures = await Promise.all(
        [changed, readThings(database), readHot(database), readHot(database)].map(failure),
      );
      for (const { status, milliseconds } of failures) {
        assert.equal(status, 503);
        assert.ok(milliseconds < 3 * LIMIT_MS, `${milliseconds} ms`);
      }
      way.resume();
      const began = performance.now();
      const next = [readThings(database), readThings(database)];
      for (let i = 0; i < 8; i++) {
        next.push(readHot(database));
        await nextTurn();
      }
      await Promise.all(next);
      assert.ok(performance.now() - began < LIMIT_MS, 'connections that were lost are still used');
    }),
);

test('a connection that cannot be made for silence is a 503 in time', onPostgres, () =>
  withSilentWay(async (database, way) => {
    way.hang();
    // The pool has one connection that rests; the hot path has none yet.
    const failures = await Promise.all([readThings(database), readThings(database), readHot(database)].map(failure));
    for (const { status, milliseconds } of failures) {
      assert.equal(status, 503);
      assert.ok(milliseconds < CONNECT_MS + 3 * LIMIT_MS, `${milliseconds} ms`);
    }
  }),
);

test(
  'whoever wants to know what has changed at a silent server waits for one reading, not for one after the other',
  onPostgres,
  () =>
    withSilentWay(async (database, way) => {
      database.snapshots.declare([things]);
      await database.snapshots.refresh();
      way.hang();
      database.snapshots.setDeaf(true);
      const refreshes = Array.from({ length: 20 }, async () => {
        await pause(Math.random() * 50);
        await database.snapshots.refresh();
      });
      for (const { status, milliseconds } of await Promise.all(refreshes.map(failure))) {
        assert.equal(status, 503);
        assert.ok(milliseconds < CONNECT_MS + 3 * LIMIT_MS, `${milliseconds} ms`);
      }
    }),
);

test('a statement that takes too long is stopped at the server too; unhurried work may take its time', onPostgres, () =>
  withSilentWay(async (database) => {
    const sleep = (seconds: number) => sql`select pg_sleep(${seconds}) as slept, 'unhurried'`;
    const { status } = await failure(sleep(60).execute(database.db.query));
    assert.equal(status, 503);
    await sleep((2 * LIMIT_MS) / 1000).execute(database.unhurried.query);
    const running = sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '%pg_sleep%' and pid <> pg_backend_pid()`;
    const end = performance.now() + 5000;
    let left = 1;
    while (left > 0 && performance.now() < end) {
      await pause(100);
      left = (await running.execute(database.db.query)).rows[0]?.n ?? 0;
    }
    assert.equal(left, 0);
  }),
);

test('a transaction that is left open does not keep its locks for ever', onPostgres, () =>
  withSilentWay(async ({ db }) => {
    const { rows } = await sql<{ rest: string; idle: string }>`select
      current_setting('idle_in_transaction_session_timeout') as rest, current_setting('tcp_keepalives_idle') as idle`.execute(
      db.query,
    );
    assert.deepEqual(rows, [{ rest: '1min', idle: '30' }]);
  }),
);

test('a database that does not answer keeps nobody from closing it', onPostgres, () =>
  withSilentWay(async (database, way) => {
    await Promise.all([readThings(database), readHot(database)]);
    way.hang();
    const began = performance.now();
    await database.close();
    assert.ok(performance.now() - began < 4000);
  }),
);
