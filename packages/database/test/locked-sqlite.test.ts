import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { databaseProblem, migrate, type OpenDatabase, openDatabase } from '../src/index.ts';
import { testDialect, withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const PATIENCE_MS = 600;
/** What a busy machine adds. */
const SLACK_MS = 250;
const onSqlite = { skip: testDialect !== 'sqlite' && 'a lock on everything is SQLite’s' };

/** A database, and another program that takes its lock for writing. */
const withLock = (test: (database: OpenDatabase, lock: () => () => void) => Promise<void>): Promise<void> =>
  withDatabase(async (plain, location) => {
    assert.ok(location.dialect === 'sqlite');
    await migrate(plain, [thingsModule], () => 0);
    const database = await openDatabase({ ...location, lockMilliseconds: PATIENCE_MS });
    const other = new Sqlite(location.file);
    try {
      await test(database, () => {
        other.exec('begin immediate');
        return () => void other.exec('rollback');
      });
    } finally {
      other.close();
      await database.close();
    }
  });

const insert = ({ db }: OpenDatabase, id: number): Promise<unknown> =>
  db.query
    .insertInto('thing')
    .values({ id, name: `thing ${id}`, amount: null, made_at: null })
    .execute();
const insertTwo = ({ db }: OpenDatabase, id: number): Promise<unknown> =>
  db.transaction(async ({ query }) => {
    for (const each of [id, id + 1])
      await query.insertInto('thing').values({ id: each, name: 'two', amount: null, made_at: null }).execute();
  });
const ids = async ({ db }: OpenDatabase): Promise<number[]> =>
  (await db.query.selectFrom('thing').select('id').orderBy('id').execute()).map(({ id }) => id);

/** The longest time for which nothing else could happen in this process during some work. */
async function heldUp(work: Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  await work.finally(() => clearInterval(timer));
  return longest;
}

test(
  'while another program holds the lock, writes wait without holding up anything, and are done once it lets go',
  onSqlite,
  () =>
    withLock(async (database, lock) => {
      const letGo = lock();
      const writes = Promise.all([insert(database, 1), insertTwo(database, 2), insert(database, 4)]);
      const held = heldUp(writes);
      await pause(PATIENCE_MS / 2);
      const began = performance.now();
      assert.deepEqual(await ids(database), []);
      assert.ok(performance.now() - began < SLACK_MS);
      letGo();
      assert.ok((await held) < SLACK_MS, `${await held} ms`);
      assert.deepEqual(await ids(database), [1, 2, 3, 4]);
    }),
);

test('a lock that is held for too long is a 503 for all who wait, none of them later than for one', onSqlite, () =>
  withLock(async (database, lock) => {
    const letGo = lock();
    const began = performance.now();
    const writes = Array.from({ length: 10 }, async (_, i) => {
      const error = await (i % 2 === 0 ? insert(database, i) : insertTwo(database, 10 * i)).then(
        () => assert.fail('it was written'),
        (reason: unknown) => reason,
      );
      return { status: databaseProblem(error)?.status, milliseconds: performance.now() - began };
    });
    for (const { status, milliseconds } of await Promise.all(writes)) {
      assert.equal(status, 503);
      assert.ok(milliseconds >= PATIENCE_MS && milliseconds < PATIENCE_MS + SLACK_MS, `${milliseconds} ms`);
    }
    letGo();
    await insert(database, 99);
    assert.deepEqual(await ids(database), [99]);
  }),
);

test('two processes that write all the time both get their turns', onSqlite, () =>
  withDatabase(async (one, location) => {
    await migrate(one, [thingsModule], () => 0);
    const two = await openDatabase(location);
    try {
      const write = async (database: OpenDatabase, first: number): Promise<void> => {
        for (let id = first; id < first + 400; id += 2) await insertTwo(database, id);
      };
      await Promise.all([write(one, 1000), write(two, 2000)]);
      assert.equal((await ids(one)).length, 800);
    } finally {
      await two.close();
    }
  }),
);
