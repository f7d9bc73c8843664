import type { SelectQueryBuilder } from 'kysely';
import type { Db } from './door.ts';

/**
 * Makes a query inside a transaction lock what it reads: nobody else changes or deletes these rows before the
 * transaction ends, and who reads them the same way waits and sees what became of them. SQLite has one writer anyway.
 */
export const rowsToChange = <S, T extends keyof S, R>(
  { dialect }: Pick<Db, 'dialect'>,
  query: SelectQueryBuilder<S, T, R>,
): SelectQueryBuilder<S, T, R> => (dialect === 'postgres' ? query.forUpdate() : query);
