import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Condition, type Criteria, type CriteriaFilter, readCriteria } from '@tessera/webapi';
import fc from 'fast-check';
import { sql } from 'kysely';
import { type FieldLookup, migrate, type OpenDatabase, pageCriteria, whereCriteria } from '../src/index.ts';
import { ENGLISH, withDatabase } from './fresh-database.ts';
import { thingsModule } from './things.ts';

const rows = [
  { id: 1, name: 'Anna', amount: 10, made_at: '2024-01-01 00:00:00' },
  { id: 2, name: 'bob', amount: 20, made_at: null },
  { id: 3, name: "O'Brien", amount: null, made_at: '2025-06-01 12:00:00' },
  { id: 4, name: '50%_off\\', amount: -5, made_at: '2020-02-02 02:02:02' },
  { id: 5, name: null, amount: 20, made_at: '2024-01-01 00:00:00' },
];
const fieldOf: FieldLookup = (name) => {
  if (name === 'id' || name === 'amount') return { column: sql.ref(name), kind: 'number' };
  if (name === 'name') return { column: sql.ref(name), kind: 'text' };
  if (name === 'exact_name') return { column: sql.ref('name'), kind: 'exact' };
  return name === 'made_at' ? { column: sql.ref(name), kind: 'date' } : null;
};
const criteria = (...groups: CriteriaFilter[][]): Criteria => ({
  groups,
  sort: [],
  pageSize: null,
  page: 1,
  echo: { filter_groups: [] },
});
const ids = async ({ db, dialect }: OpenDatabase, wanted: Criteria): Promise<number[]> => {
  const query = pageCriteria(
    whereCriteria(db.query.selectFrom('thing').selectAll(), wanted, fieldOf, dialect),
    wanted,
    fieldOf,
    dialect,
    sql.ref('id'),
  );
  return (await query.execute()).map((row) => row.id);
};
const filter = (field: string, condition: Condition, value: CriteriaFilter['value']): CriteriaFilter => ({
  field,
  condition,
  value,
});

test('every condition selects what MySQL would', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await database.db.query.insertInto('thing').values(rows).execute();
    const cases: [CriteriaFilter, number[]][] = [
      [filter('name', 'eq', 'ANNA'), [1]],
      [filter('name', 'eq', "O'Brien"), [3]],
      [filter('name', 'eq', null), []],
      [filter('name', 'neq', 'Anna'), [2, 3, 4]],
      [filter('name', 'like', '%b%'), [2, 3]],
      [filter('name', 'like', '50\\%%'), [4]],
      [filter('name', 'nlike', '%b%'), [1, 4]],
      [filter('name', 'in', 'anna,BOB'), [1, 2]],
      [filter('id', 'in', '1, 2'), [1, 2]],
      [filter('id', 'in', ['4', '5']), [4, 5]],
      [filter('id', 'nin', '1,2'), [3, 4, 5]],
      [filter('amount', 'gt', '10'), [2, 5]],
      [filter('amount', 'gteq', '10'), [1, 2, 5]],
      [filter('amount', 'moreq', '20'), [2, 5]],
      [filter('amount', 'lt', '0'), [4]],
      [filter('amount', 'lteq', '10'), [1, 4]],
      [filter('amount', 'null', 'x'), [3]],
      [filter('amount', 'notnull', ''), [1, 2, 4, 5]],
      [filter('made_at', 'from', '2024-01-01'), [1, 3, 5]],
      [filter('made_at', 'to', '2023'), [4]],
      [filter('amount', 'finset', '20'), [2, 5]],
      [filter('amount', 'nfinset', '20'), [1, 4]],
      [filter('name', 'regexp', '^b'), [2]],
      [filter('name', 'regexp', 'ob|an'), [1, 2]],
      [filter('name', 'fulltext', '%_'), [4]],
      [filter('name', 'seq', ''), [5]],
      [filter('name', 'sneq', ''), [1, 2, 3, 4]],
      [filter('amount', 'eq', 'abc'), []],
    ];
    for (const [entry, expected] of cases)
      assert.deepEqual(await ids(database, criteria([entry])), expected, JSON.stringify(entry));
  }));

test('groups must all hold, the filters of a group are alternatives; unknown fields are refused', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await database.db.query.insertInto('thing').values(rows).execute();
    assert.deepEqual(
      await ids(database, criteria([filter('id', 'eq', '1'), filter('amount', 'eq', '20')], [filter('id', 'gt', '1')])),
      [2, 5],
    );
    await assert.rejects(ids(database, criteria([filter('nope', 'eq', '1')])), {
      code: 'attribute_name_invalid',
      status: 400,
    });
  }));

test('pages are stable: equal values are ordered by id, and a page beyond the end is empty', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await database.db.query.insertInto('thing').values(rows).execute();
    const page = (current_page: number, page_size: number, direction: string): Promise<number[]> =>
      ids(database, readCriteria({ sort_orders: [{ field: 'made_at', direction }], page_size, current_page }));
    const first = await page(1, 2, 'ASC');
    const both = await page(1, 4, 'ASC');
    assert.deepEqual(both.slice(0, 2), first);
    assert.deepEqual(await page(9, 2, 'ASC'), []);
    assert.deepEqual((await page(1, 0, 'DESC')).toSorted(), [1, 2, 3, 4, 5]);
  }));

test('what has no value is the first in ascending order and the last in descending order', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await database.db.query.insertInto('thing').values(rows).execute();
    const sorted = (field: string, direction: string): Promise<number[]> =>
      ids(database, readCriteria({ sort_orders: [{ field, direction }] }));
    assert.deepEqual(await sorted('made_at', 'ASC'), [2, 4, 1, 5, 3]);
    assert.deepEqual(await sorted('made_at', 'DESC'), [3, 1, 5, 4, 2]);
    assert.deepEqual(await sorted('amount', 'ASC'), [3, 4, 1, 2, 5]);
    assert.deepEqual(await sorted('amount', 'DESC'), [2, 5, 1, 4, 3]);
    assert.equal((await sorted('name', 'ASC'))[0], 5);
    assert.equal((await sorted('name', 'DESC'))[4], 5);
  }));

test('texts are in the order of their code points, letter case aside, whatever the collation of the database', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    const names = ['zebra', 'Zoe', 'a b', 'A-a', '_x', '10', '9', '~', 'Ab', 'aa', 'école', 'eclair'];
    const things = names.map((name, index) => ({ id: index + 1, name, amount: null, made_at: null }));
    await database.db.query.insertInto('thing').values(things).execute();
    const named = async (wanted: Criteria): Promise<string[]> =>
      (await ids(database, wanted)).map((id) => names[id - 1] ?? '');
    const ascending = ['10', '9', '_x', 'a b', 'A-a', 'aa', 'Ab', 'eclair', 'zebra', 'Zoe', '~', 'école'];
    const sorted = (direction: string): Promise<string[]> =>
      named(readCriteria({ sort_orders: [{ field: 'name', direction }] }));
    assert.deepEqual(await sorted('ASC'), ascending);
    assert.deepEqual(await sorted('DESC'), ascending.toReversed());
    for (const name of names) {
      const behind = ascending.slice(ascending.indexOf(name) + 1);
      assert.deepEqual(new Set(await named(criteria([filter('name', 'gt', name.toUpperCase())]))), new Set(behind));
    }
    const exactly = async (condition: Condition, value: string): Promise<string[]> =>
      named(criteria([filter('exact_name', condition, value)]));
    assert.deepEqual(await exactly('lt', 'Zoe'), ['A-a', '10', '9', 'Ab']);
    assert.deepEqual(await exactly('eq', 'zoe'), []);
    assert.deepEqual(await exactly('in', 'Zoe,zebra'), ['zebra', 'Zoe']);
    const exact = await named(readCriteria({ sort_orders: [{ field: 'exact_name', direction: 'ASC' }] }));
    assert.deepEqual(exact, names.toSorted());
  }, ENGLISH));

test('no value makes a query fail or select by SQL of its own', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await database.db.query.insertInto('thing').values(rows).execute();
    const conditions: Condition[] = ['eq', 'neq', 'like', 'in', 'nin', 'gt', 'finset', 'is', 'seq', 'fulltext'];
    const value = fc
      .oneof(fc.string({ unit: 'binary' }), fc.constantFrom("' or 1=1 --", '\\', '%', '_', '1e400', '-'.repeat(50)))
      .map((text) => text.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('id', 'name', 'amount', 'made_at'),
        fc.constantFrom(...conditions),
        value,
        async (field, condition, text) => {
          assert.ok((await ids(database, criteria([filter(field, condition, text)]))).length <= rows.length);
        },
      ),
      { numRuns: 150 },
    );
  }));

test('a page size and a page beyond all numbers are as good as any', () =>
  withDatabase(async (database) => {
    await migrate(database, [thingsModule], () => 0);
    await database.db.query.insertInto('thing').values(rows).execute();
    const page = (page_size: number, current_page: number): Promise<number[]> =>
      ids(database, readCriteria({ page_size, current_page }));
    const largest = 2 ** 63;
    assert.deepEqual(await page(largest, 1), [1, 2, 3, 4, 5]);
    assert.deepEqual(await page(2, largest), []);
    assert.deepEqual(await page(largest, largest), []);
  }));
