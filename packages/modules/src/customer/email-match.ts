import { type Expression, type SqlBool, sql } from 'kysely';

/** Compares the e-mail address of `customer` as its index does: letter case aside. */
export const emailIs = (email: string): Expression<SqlBool> => sql<SqlBool>`lower(customer.email) = lower(${email})`;
