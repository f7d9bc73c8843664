import { type Expression, sql } from 'kysely';
import type { DialectName } from './dialect.ts';

/**
 * A text in lower case, letter by letter, as PostgreSQL's `lower` has it in the locale C.UTF-8. JavaScript makes two of
 * the first of these letters and looks at the place of the second in its word; there are no others. Unicode never
 * changes the case of a letter that it has, so an index stays good.
 */
export const foldCase = (text: string): string => text.replaceAll('İ', 'i').replaceAll('Σ', 'σ').toLowerCase();

/** A text in the order of its code points, as SQLite has it, whatever the collation of the database. */
export const byCodePoint = (text: Expression<unknown>, dialect: DialectName): Expression<unknown> =>
  dialect === 'postgres' ? sql`${text} collate "C"` : text;

/**
 * A column's text with letter case aside, in the order of its code points: how texts are compared, sorted and, where a
 * search by them is to be fast, indexed. On PostgreSQL letter case is that of the column's own collation: "C" itself
 * knows ASCII only. SQLite's `lower` does as well, but is several times as fast as a function of ours, so it serves
 * where all letters are ASCII. Names the column four times: not for subqueries, which would be asked four times.
 */
export const folded = (column: Expression<unknown>, dialect: DialectName): Expression<unknown> =>
  dialect === 'postgres'
    ? byCodePoint(sql`lower(${column})`, dialect)
    : sql`iif(length(${column}) < octet_length(${column}), fold_case(${column}), lower(${column}))`;

/** The same of a value that a column is compared with. */
export const foldedValue = (value: string, dialect: DialectName): Expression<unknown> =>
  dialect === 'postgres' ? byCodePoint(sql`lower(${value})`, dialect) : sql`fold_case(${value})`;
