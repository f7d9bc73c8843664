import { type DialectName, folded, foldedValue } from '@tessera/database';
import { type Expression, type SqlBool, sql } from 'kysely';

/** Compares the e-mail address of `customer` as its index does: letter case aside. */
export const emailIs = (email: string, dialect: DialectName): Expression<SqlBool> =>
  sql<SqlBool>`${folded(sql.ref('customer.email'), dialect)} = ${foldedValue(email, dialect)}`;

const foldAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * Accounts with an address, those first that have it in the given spelling, the case of ASCII letters aside. There are
 * others only in a database of the time when SQLite knew the case of ASCII letters only (`tessera doctor` names them):
 * each of them is still found by its own spelling.
 */
export function spelledFirst<R extends { readonly email: string }>(accounts: R[], email: string): R[] {
  if (accounts.length < 2) return accounts;
  const spelling = foldAscii(email);
  const { same = [], other = [] } = Object.groupBy(accounts, (row) =>
    foldAscii(row.email) === spelling ? 'same' : 'other',
  );
  return [...same, ...other];
}
