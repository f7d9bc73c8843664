import type { Kysely } from 'kysely';
import type { DialectName } from './dialect.ts';
import type { Schema } from './schema.ts';
import type { Snapshot } from './snapshot.ts';
import type { Statement } from './statement.ts';

/**
 * The door to the database, as a call carries it (`call.db`). Inside `transaction` the work gets a door of its own,
 * and everything done through it stands or falls together.
 */
export interface Db {
  readonly dialect: DialectName;
  /** Kysely, for everything that is not on the hot path. */
  readonly query: Kysely<Schema>;
  /** Executes a statement that was declared once and is compiled once. */
  readonly run: <P extends Readonly<Record<string, unknown>>, R>(
    statement: Statement<P, R>,
    parameters: P,
  ) => Promise<R[]>;
  /** Runs work in a transaction; joins the surrounding one where there is one. */
  readonly transaction: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  /**
   * Runs work in a transaction that begins with its first write: what is read or hashed before holds no lock. The work
   * gets a door that behaves like one outside: a transaction in it that fails undoes its own writes only. Inside a
   * transaction the whole work is a savepoint. Work that throws leaves nothing behind.
   */
  readonly deferred: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  /** Runs an action once the surrounding transaction is committed, at once where there is none. */
  readonly afterCommit: (action: () => void | Promise<void>) => Promise<void>;
  readonly inTransaction: boolean;
  /** The current value of a snapshot: memory, no query. */
  readonly snapshot: <T>(declaration: Snapshot<T>) => T;
  /** To be called in the transaction that changes a snapshot's tables; after the commit all processes see the change. */
  readonly touch: (declaration: Snapshot<unknown>) => Promise<void>;
}

declare module '@tessera/webapi' {
  interface Call {
    readonly db: Db;
  }
}
