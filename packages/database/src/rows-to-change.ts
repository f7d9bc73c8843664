import { type SelectQueryBuilder, sql } from 'kysely';
import type { Db } from './door.ts';
import type { Schema } from './schema.ts';

/**
 * Makes a query inside a transaction lock what it reads: nobody else changes or deletes these rows before the
 * transaction ends, and who reads them the same way waits and sees what became of them. SQLite has one writer anyway.
 */
export const rowsToChange = <S, T extends keyof S, R>(
  { dialect }: Pick<Db, 'dialect'>,
  query: SelectQueryBuilder<S, T, R>,
): SelectQueryBuilder<S, T, R> => (dialect === 'postgres' ? query.forUpdate() : query);

/**
 * Lets one transaction at a time write a table, while others read it: for what is decided by rows that are not there
 * yet, such as how many there may be.
 */
export async function tableToChange({ dialect, query }: Db, table: keyof Schema & string): Promise<void> {
  if (dialect === 'postgres') await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(query);
}
