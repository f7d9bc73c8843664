import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { databaseProblem, migrate, type OpenDatabase } from '../src/index.ts';
import { testDialect, withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const onSqlite = { skip: testDialect !== 'sqlite' && 'a limit that only SQLite has' };
const LARGE = 'x'.repeat(2_000_000);

/** From now on there is no room for more than what is there and a little. */
const fill = async ({ db }: OpenDatabase): Promise<void> => {
  await db.transaction(async ({ query }) => {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(query);
    await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 20}`).execute(query);
  });
};
const insert = ({ db }: OpenDatabase, name: string): Promise<unknown> =>
  db.transaction(({ query }) => query.insertInto('thing').values({ name }).execute());

test(
  'a transaction for which there is no room fails with 503 and leaves nothing behind; smaller ones go on',
  onSqlite,
  () =>
    withDatabase(async (database) => {
      await migrate(database, [thingsModule], () => 0);
      await fill(database);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          insert(database, i % 2 === 0 ? LARGE : `small ${i}`).then(
            () => 'kept',
            (error: unknown) => databaseProblem(error)?.status,
          ),
        ),
      );
      assert.deepEqual(
        outcomes,
        Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 503 : 'kept')),
      );
      const rows = await database.db.query.selectFrom('thing').select('name').execute();
      assert.deepEqual(
        rows.map(({ name }) => name),
        Array.from({ length: 10 }, (_, i) => `small ${i * 2 + 1}`),
      );
    }),
);

test('what is written after SQLite has undone a transaction is refused, not written outside of it', onSqlite, () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await fill(database);
    const failed = await database.db
      .transaction(async ({ query }) => {
        await query
          .insertInto('thing')
          .values({ name: LARGE })
          .execute()
          .catch(() => {});
        await query.insertInto('thing').values({ name: 'outside' }).execute();
      })
      .catch((error: unknown) => error);
    assert.equal(databaseProblem(failed)?.status, 503);
    assert.deepEqual(await database.db.query.selectFrom('thing').selectAll().execute(), []);
  }),
);
