import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from '@tessera/webapi';
import { sql } from 'kysely';
import { migrate, type OpenDatabase, refusedAs } from '../src/index.ts';
import { withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const taken = problem('taken', 400, 'It is taken.', 'For this test.');
const missing = problem('missing', 404, 'It is missing.', 'For this test.');
const thing = (id: number) => ({ id, name: null, amount: 1, made_at: null });

/** Things with one in them, and parts that belong to things and have names of their own. */
const withParts = (work: (database: OpenDatabase) => Promise<void>): Promise<void> =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    const { query } = database.db;
    await query.insertInto('thing').values(thing(1)).execute();
    await sql`create table part (name text, thing_id integer not null references thing (id))`.execute(query);
    await sql`create unique index part_name on part (lower(name))`.execute(query);
    await sql`insert into part values ('wheel', 1)`.execute(query);
    await work(database);
  });

test('a value that is taken, by column or by expression, and a row that is gone are told in the words of the service', () =>
  withParts(async ({ db }) => {
    const refused = refusedAs({ taken: () => taken(), missing: () => missing() });
    const told = (write: Promise<unknown>) =>
      write.catch(refused).then(
        () => null,
        (error: { status?: number; cause?: unknown }) => [error.status, error.cause instanceof Error],
      );
    const { query } = db;
    assert.deepEqual(await told(query.insertInto('thing').values(thing(1)).execute()), [400, true]);
    assert.deepEqual(await told(sql`insert into part values ('WHEEL', 1)`.execute(query)), [400, true]);
    assert.deepEqual(await told(sql`insert into part values ('door', 2)`.execute(query)), [404, true]);
    assert.equal(await told(sql`insert into part values ('door', 1)`.execute(query)), null);
  }));

test('what the service has no words for stays what it is', () =>
  withParts(async ({ db: { query } }) => {
    const write = sql`insert into part values ('door', 2)`.execute(query);
    await assert.rejects(write.catch(refusedAs({ taken: () => taken() })), /foreign key/i);
    const broken = sql`insert into part values ('door', null)`.execute(query);
    const refused = refusedAs({ taken: () => taken(), missing: () => missing() });
    await assert.rejects(broken.catch(refused), /null/i);
  }));
