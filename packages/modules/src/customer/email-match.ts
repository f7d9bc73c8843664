import { type DialectName, folded } from '@tessera/database';
import { type Expression, type SqlBool, sql } from 'kysely';

/** Compares the e-mail address of `customer` as its index does: letter case aside. */
export const emailIs = (email: string, dialect: DialectName): Expression<SqlBool> =>
  sql<SqlBool>`${folded(sql.ref('customer.email'), dialect)} = ${folded(sql`${email}`, dialect)}`;
