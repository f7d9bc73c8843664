import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Db, migrate, type OpenDatabase, snapshot, statement } from '../src/index.ts';
import { withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const byId = statement<{ id: number }>()((db, slot) => db.selectFrom('thing').selectAll().where('id', '=', slot('id')));
const rename = statement<{ id: number; name: string }>()((db, slot) =>
  db
    .updateTable('thing')
    .set({ name: slot('name') })
    .where('id', '=', slot('id'))
    .returning('id'),
);
const add = (db: Db, id: number, name = 'a') =>
  db.query.insertInto('thing').values({ id, name, amount: 1, made_at: null }).execute();
const ids = async ({ db }: OpenDatabase) =>
  (await db.query.selectFrom('thing').select('id').orderBy('id').execute()).map((row) => row.id);
const withThings = (run: (database: OpenDatabase) => Promise<void>) =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await run(database);
  });

test('a deferred transaction holds no lock before its first write, and everything in it stands or falls together', () =>
  withThings(async (database) => {
    await add(database.db, 1);
    await assert.rejects(
      database.db.deferred(async (db) => {
        assert.equal((await db.run(byId, { id: 1 }))[0]?.name, 'a');
        assert.equal(db.inTransaction, false);
        // Another writer is not kept waiting meanwhile.
        await add(database.db, 2);
        await add(db, 3);
        assert.equal(db.inTransaction, true);
        await db.run(rename, { id: 1, name: 'changed' });
        assert.equal((await db.run(byId, { id: 1 }))[0]?.name, 'changed');
        assert.equal((await db.query.selectFrom('thing').select('id').execute()).length, 3);
        throw new Error('no');
      }),
      /no/,
    );
    assert.deepEqual(await ids(database), [1, 2]);
    await database.db.deferred((db) => add(db, 4));
    assert.deepEqual(await ids(database), [1, 2, 4]);
  }));

test('a transaction inside that fails undoes its own writes only, like one outside', () =>
  withThings(async (database) => {
    const ran: string[] = [];
    await database.db.deferred(async (db) => {
      await assert.rejects(db.transaction((inner) => add(inner, 1).then(() => Promise.reject(new Error('first')))));
      assert.equal(db.inTransaction, false);
      await db.transaction((inner) => add(inner, 2));
      await assert.rejects(
        db.transaction(async (inner) => {
          await inner.afterCommit(() => void ran.push('undone'));
          await add(inner, 3);
          await add(inner, 2);
        }),
      );
      await db.transaction(async (inner) => {
        await inner.afterCommit(() => void ran.push('kept'));
        await add(inner, 4);
      });
      assert.deepEqual(ran, []);
    });
    assert.deepEqual(await ids(database), [2, 4]);
    assert.deepEqual(ran, ['kept']);
  }));

test('deferred work inside deferred work is a savepoint: one piece fails, its neighbours stay', () =>
  withThings(async (database) => {
    await database.db.deferred(async (batch) => {
      for (const id of [1, 2, 3]) {
        await batch
          .deferred(async (db) => {
            await db.transaction((inner) => add(inner, id));
            await db.transaction((inner) => add(inner, id + 10));
            if (id === 2) await add(db, 1);
          })
          .catch((error: Error) => assert.match(error.message, /unique/i));
      }
    });
    assert.deepEqual(await ids(database), [1, 3, 11, 13]);
  }));

test('transactions that work starts at the same time take turns', () =>
  withThings(async (database) => {
    await database.db.deferred(async (db) => {
      const results = await Promise.allSettled(
        [1, 2, 3, 4].map((id) =>
          db.transaction(async (inner) => {
            await add(inner, id);
            await new Promise((soon) => setImmediate(soon));
            if (id % 2 === 0) throw new Error('even');
          }),
        ),
      );
      assert.deepEqual(
        results.map((result) => result.status),
        ['fulfilled', 'rejected', 'fulfilled', 'rejected'],
      );
    });
    assert.deepEqual(await ids(database), [1, 3]);
  }));

test('a snapshot that was touched is seen by what follows in the transaction, and by nobody if it is undone', () =>
  withThings(async (database) => {
    const known = snapshot('known', async (db) =>
      (await db.selectFrom('thing').select('id').orderBy('id').execute()).map((row) => row.id),
    );
    database.snapshots.declare([known]);
    await database.snapshots.refresh();
    const touchAfterAdding = (db: Db, id: number) =>
      db.transaction(async (inner) => {
        await add(inner, id);
        await inner.touch(known);
      });
    await database.db.deferred(async (db) => {
      await touchAfterAdding(db, 1);
      assert.deepEqual(db.snapshot(known), [1]);
      assert.deepEqual(database.db.snapshot(known), []);
      await assert.rejects(
        db.deferred((inner) => touchAfterAdding(inner, 2).then(() => Promise.reject(new Error('no')))),
      );
      assert.deepEqual(db.snapshot(known), [1]);
    });
    assert.deepEqual(database.db.snapshot(known), [1]);
  }));
