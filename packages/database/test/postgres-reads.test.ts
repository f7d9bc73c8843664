import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { migrate, type OpenDatabase, statement } from '../src/index.ts';
import { testDialect, withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const byId = statement<{ id: number }>()((db, slot) => db.selectFrom('thing').selectAll().where('id', '=', slot('id')));
/** Fails for things whose amount is 0. */
const share = statement<{ id: number }>()((db, slot) =>
  db.selectFrom('thing').select(sql<number>`100 / amount`.as('share')).where('id', '=', slot('id')),
);

const onPostgres = (name: string, work: (database: OpenDatabase) => Promise<void>): void => {
  test(name, { skip: testDialect !== 'postgres' }, () =>
    withDatabase(async (database) => {
      await migrate(database, [thingsModule], () => 0);
      const values = Array.from({ length: 300 }, (_, amount) => ({ name: `thing ${amount}`, amount, made_at: null }));
      await database.db.query.insertInto('thing').values(values).execute();
      await work(database);
    }),
  );
};

onPostgres('reads of one turn share connections, and each gets its own rows', async ({ db }) => {
  const ids = Array.from({ length: 300 }, (_, index) => index + 1);
  for (let round = 0; round < 3; round++) {
    const found = await Promise.all(ids.map((id) => db.run(byId, { id })));
    assert.deepEqual(
      found.map(([thing]) => thing?.name),
      ids.map((id) => `thing ${id - 1}`),
    );
  }
});

onPostgres('a read that fails leaves the others of its turn alone', async ({ db }) => {
  const results = await Promise.allSettled([1, 2, 1, 3].map((id) => db.run(share, { id })));
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value[0]?.share : 'failed')),
    ['failed', 100, 'failed', 50],
  );
});

onPostgres('after its connections were lost, reads go on over new ones', async ({ db }) => {
  await db.run(byId, { id: 1 });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
    .execute(db.query)
    .catch(() => {});
  let thing: unknown;
  for (let attempt = 0; attempt < 50 && thing === undefined; attempt++) {
    [thing] = await db.run(byId, { id: 1 }).catch(() => []);
    if (thing === undefined) await new Promise((soon) => setTimeout(soon, 20));
  }
  assert.equal((thing as { name: string }).name, 'thing 0');
});
