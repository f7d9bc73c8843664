import type { ColumnType, Generated } from 'kysely';

/**
 * All tables, by name. Modules add theirs by declaration merging, beside their migrations:
 *
 *     declare module '@tessera/database' { interface Schema { customer: CustomerTable } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules' declarations
export interface Schema {}

/** A primary key that the database assigns. */
export type Id = Generated<number>;
/** A column with a default in the database. */
export type WithDefault<T> = ColumnType<T, T | undefined, T>;
/** 0 or 1: the same on both databases. */
export type Flag = 0 | 1;
