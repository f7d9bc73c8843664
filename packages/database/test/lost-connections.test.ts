import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { databaseProblem, migrate, openDatabase, snapshot } from '../src/index.ts';
import { testDialect, withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const now = () => 0;
const things = snapshot('things', (db) => db.selectFrom('thing').selectAll().execute());
const onPostgres = { skip: testDialect !== 'postgres' && 'connections that can be lost are PostgreSQL’s' };

/** Ends all sessions of the database but the one that does it. */
async function endSessions(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

test('a connection that is lost in the middle of a transaction fails that transaction alone', onPostgres, () =>
  withDatabase(async (database, location) => {
    assert.ok(location.dialect === 'postgres');
    await migrate(database, [thingsModule], now);
    const failed = await database.db
      .transaction(async (db) => {
        await db.query.insertInto('thing').values({ name: 'half' }).execute();
        await endSessions(location.url);
        // Long enough for the news to arrive while no query is under way.
        await new Promise((soon) => setTimeout(soon, 300));
        await db.query.selectFrom('thing').selectAll().execute();
      })
      .then(
        () => null,
        (error: unknown) => error,
      );
    assert.equal(databaseProblem(failed)?.status, 503);
    assert.deepEqual(await database.db.query.selectFrom('thing').selectAll().execute(), []);
  }),
);

test('while notifications cannot be heard, every refresh looks for itself', onPostgres, () =>
  withDatabase(async (database, location) => {
    assert.ok(location.dialect === 'postgres');
    await migrate(database, [thingsModule], now);
    database.snapshots.declare([things]);
    await database.snapshots.refresh();
    const other = await openDatabase(location);
    try {
      other.snapshots.declare([things]);
      await other.snapshots.refresh();
      await endSessions(location.url);
      await new Promise((soon) => setTimeout(soon, 100));
      for (let seen = 1; seen <= 3; seen++) {
        await other.db.transaction(async (db) => {
          await db.query
            .insertInto('thing')
            .values({ name: `n${seen}` })
            .execute();
          await db.touch(things);
        });
        await database.snapshots.refresh();
        assert.equal(database.db.snapshot(things).length, seen);
      }
    } finally {
      await other.close();
    }
  }),
);
