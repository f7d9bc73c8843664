import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { isTransient, migrate, type OpenDatabase, statement } from '../src/index.ts';
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

test('reads go on when another process has given their table a column', () =>
  withDatabase(async (database) => {
    const { db } = database;
    await migrate(database, [thingsModule], () => 0);
    await db.query.insertInto('thing').values({ name: 'first', amount: 1, made_at: null }).execute();
    const readOften = () => Promise.all(Array.from({ length: 300 }, () => db.run(byId, { id: 1 })));
    await readOften();
    await sql`alter table thing add column note text`.execute(db.query);
    for (const rows of await readOften()) assert.deepEqual(Object.keys(rows[0] ?? {}).at(-1), 'note');
  }));

onPostgres('a transaction that meets such a table is told to try again, once for each connection', async ({ db }) => {
  const readWithin = () =>
    Promise.allSettled(Array.from({ length: 40 }, () => db.transaction((within) => within.run(byId, { id: 1 }))));
  await readWithin();
  await sql`alter table thing add column note text`.execute(db.query);
  const refused = (await readWithin()).filter((result) => result.status === 'rejected');
  assert.ok(refused.length > 0 && refused.length <= 10, `${refused.length} refused`);
  for (const { reason } of refused) assert.equal(isTransient(reason), true);
  assert.deepEqual(
    (await readWithin()).filter((result) => result.status === 'rejected'),
    [],
  );
});
