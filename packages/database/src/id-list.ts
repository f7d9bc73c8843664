import { type Expression, type SqlBool, sql } from 'kysely';
import type { DialectName } from './dialect.ts';

/** Ids as one parameter, so that any number of them is the same statement. SQLite takes 32,766 parameters. */
export const idList = (ids: readonly number[], dialect: DialectName): string =>
  dialect === 'postgres' ? `{${ids.join(',')}}` : `[${ids.join(',')}]`;

/** Whether a column is one of the ids. @param list what `idList` makes, or the slot of a statement for it */
export const isInIdList = (column: string, list: string, dialect: DialectName): Expression<SqlBool> =>
  dialect === 'postgres'
    ? sql<SqlBool>`${sql.ref(column)} = any(${list}::int[])`
    : sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${list}))`;
