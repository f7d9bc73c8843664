import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { migrate, migrationState, openDatabase, snapshot, statement } from '../src/index.ts';
import { testDialect, withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const now = () => 0;
const byId = statement<{ id: number }>()((db, slot) => db.selectFrom('thing').selectAll().where('id', '=', slot('id')));
const names = snapshot('names', async (db) =>
  (await db.selectFrom('thing').select('name').execute()).map((row) => row.name),
);
const count = statement<Record<never, never>>()((db) =>
  db.selectFrom('thing').select((eb) => eb.fn.countAll<number>().as('n')),
);

test('migrations run once, in order, and an unknown step of a module means a newer schema', () =>
  withDatabase(async (database) => {
    assert.deepEqual(await migrate(database, [thingsModule], now), ['Test_Things/0001-things']);
    assert.deepEqual(await migrate(database, [thingsModule], now), []);
    assert.deepEqual((await migrationState(database, [{ name: 'Test_Things', migrations: [] }])).unknown, [
      'Test_Things/0001-things',
    ]);
  }));

test('a failed transaction leaves nothing behind, and after-commit actions do not run', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], now);
    let ran = false;
    await assert.rejects(
      database.db.transaction(async (db) => {
        await db.query.insertInto('thing').values({ name: 'a', amount: 1, made_at: null }).execute();
        await db.afterCommit(() => {
          ran = true;
        });
        throw new Error('no');
      }),
    );
    assert.equal((await database.db.run(count, {}))[0]?.n, 0);
    assert.equal(ran, false);
  }));

test('an inner transaction joins the outer one and sees its writes through every way to SQL', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], now);
    await assert.rejects(
      database.db.transaction(async (outer) => {
        await outer.transaction((inner) =>
          inner.query.insertInto('thing').values({ id: 7, name: 'a', amount: 1, made_at: null }).execute(),
        );
        assert.equal((await outer.run(byId, { id: 7 }))[0]?.name, 'a');
        throw new Error('undo');
      }),
    );
    assert.deepEqual(await database.db.run(byId, { id: 7 }), []);
  }));

test('a statement that comes after its transaction has ended is refused, not executed in another one', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], now);
    const ended = await database.db.transaction(async (db) => db);
    await assert.rejects(ended.run(byId, { id: 7 }), /the transaction has ended/);
    await database.db.transaction(() => assert.rejects(ended.run(byId, { id: 7 }), /the transaction has ended/));
  }));

test(
  'PostgreSQL parses a declared statement once, in a transaction too',
  {
    skip: testDialect !== 'postgres' && 'SQLite keeps its own',
  },
  () =>
    withDatabase(async (database) => {
      await migrate(database, [thingsModule], now);
      const prepared = await database.db.transaction(async (db) => {
        for (const id of [1, 2, 3]) await db.run(byId, { id });
        return sql<{ text: string }>`select statement as text from pg_prepared_statements`.execute(db.query);
      });
      assert.deepEqual(
        prepared.rows.map((row) => row.text),
        ['select * from "thing" where "id" = $1'],
      );
    }),
);

test('concurrent transactions do not mingle: fifty increments count to fifty', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], now);
    await database.db.query.insertInto('thing').values({ id: 1, name: null, amount: 0, made_at: null }).execute();
    await Promise.all(
      Array.from({ length: 50 }, () =>
        database.db.transaction(async (db) => {
          let query = db.query.selectFrom('thing').select('amount').where('id', '=', 1);
          if (database.dialect === 'postgres') query = query.forUpdate();
          const { amount } = await query.executeTakeFirstOrThrow();
          await new Promise((soon) => setImmediate(soon));
          await db.query
            .updateTable('thing')
            .set({ amount: (amount ?? 0) + 1 })
            .where('id', '=', 1)
            .execute();
        }),
      ),
    );
    assert.equal((await database.db.run(byId, { id: 1 }))[0]?.amount, 50);
  }));

test('a read does not wait for a transaction of another request, by any way to SQL', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], now);
    const reading = Promise.withResolvers<void>();
    const transaction = database.db.transaction(async (db) => {
      await db.query.insertInto('thing').values({ id: 1, name: 'a', amount: 1, made_at: null }).execute();
      await reading.promise;
    });
    const { query, run } = database.db;
    const late = new Promise((_, reject) => {
      setTimeout(() => reject(new Error('it waits')), 1000).unref();
    });
    try {
      const rows = Promise.all([query.selectFrom('thing').selectAll().execute(), run(byId, { id: 1 })]);
      assert.deepEqual(await Promise.race([rows, late]), [[], []]);
    } finally {
      reading.resolve();
      await transaction;
    }
  }));

test('a snapshot is read again in every process once the transaction that touched it is committed', () =>
  withDatabase(async (database, location) => {
    await migrate(database, [thingsModule], now);
    const other = await openDatabase(location);
    try {
      for (const process of [database, other]) {
        process.snapshots.declare([names]);
        await process.snapshots.refresh();
      }
      await database.db.transaction(async (db) => {
        await db.query.insertInto('thing').values({ name: 'new', amount: null, made_at: null }).execute();
        await db.touch(names);
        assert.deepEqual(database.db.snapshot(names), []);
      });
      assert.deepEqual(database.db.snapshot(names), ['new']);
      // PostgreSQL tells the other process by NOTIFY, which takes a moment to arrive.
      for (let i = 0; i < 100 && other.db.snapshot(names).length === 0; i++) {
        await other.snapshots.refresh();
        await new Promise((soon) => setTimeout(soon, 5));
      }
      assert.deepEqual(other.db.snapshot(names), ['new']);
    } finally {
      await other.close();
    }
  }));

test(
  'what another process has changed is looked up once for all who had arrived before, and again for who comes later',
  {
    skip: testDialect === 'postgres' ? 'PostgreSQL tells of it by itself' : false,
  },
  () =>
    withDatabase(async (database, location) => {
      await migrate(database, [thingsModule], now);
      const other = await openDatabase(location);
      try {
        for (const process of [database, other]) process.snapshots.declare([names]);
        await database.snapshots.refresh();
        const arrived = performance.now();
        await other.snapshots.refresh(arrived);
        await database.db.transaction(async (db) => {
          await db.query.insertInto('thing').values({ name: 'new', amount: null, made_at: null }).execute();
          await db.touch(names);
        });
        await other.snapshots.refresh(arrived);
        assert.deepEqual(other.db.snapshot(names), []);
        await other.snapshots.refresh(performance.now());
        assert.deepEqual(other.db.snapshot(names), ['new']);
      } finally {
        await other.close();
      }
    }),
);
