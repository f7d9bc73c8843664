import type Sqlite from 'better-sqlite3';
import { foldCase } from './letter-case.ts';
import { matchesPattern } from './pattern.ts';

/** Gives a connection the functions that our statements and indexes use. Without `fold_case` no customer can be written. */
export function addFunctions(database: Sqlite.Database): void {
  database.function('regexp', { deterministic: true }, (pattern, value) => (matchesPattern(pattern, value) ? 1 : 0));
  database.function('fold_case', { deterministic: true }, (text) => (text === null ? null : foldCase(String(text))));
}
