import { type Expression, sql } from 'kysely';
import type { DialectName } from './dialect.ts';

/** A text in the order of its code points, as SQLite has it, whatever the collation of the database. */
export const byCodePoint = (text: Expression<unknown>, dialect: DialectName): Expression<unknown> =>
  dialect === 'postgres' ? sql`${text} collate "C"` : text;

/**
 * A text with letter case aside, in the order of its code points: how texts are compared, sorted and, where a search
 * by them is to be fast, indexed. Letter case is that of the column's own collation: "C" itself knows ASCII only.
 */
export const folded = (text: Expression<unknown>, dialect: DialectName): Expression<unknown> =>
  byCodePoint(sql`lower(${text})`, dialect);
