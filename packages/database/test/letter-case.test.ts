import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { foldCase, folded, foldedValue } from '../src/letter-case.ts';
import { withDatabase } from './fresh-database.ts';

test('the database and this process agree on the letter case of Latin, Greek, Cyrillic and Armenian', () =>
  withDatabase(async ({ db, dialect }) => {
    const letters = Array.from({ length: 0x58f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
    for (const text of [...letters, 'ΟΔΟΣ', 'İSTANBUL', 'Straße', '', '𐐀', 'ÄbC é']) {
      const value = sql`cast(${text} as text)`;
      const query = sql<{
        column: string;
        value: string;
      }>`select ${folded(value, dialect)} as "column", ${foldedValue(text, dialect)} as "value"`;
      const [row] = (await query.execute(db.query)).rows;
      assert.deepEqual([row?.column, row?.value], [foldCase(text), foldCase(text)], text);
    }
    const { rows } = await sql<{ value: unknown }>`select ${folded(sql`null`, dialect)} as "value"`.execute(db.query);
    assert.deepEqual(rows, [{ value: null }]);
  }));

test('a letter stays one letter, wherever in a word it is', () => {
  assert.equal(foldCase('ΟΔΟΣ İ ẞ ABC äÖ'), 'οδοσ i ß abc äö');
});
