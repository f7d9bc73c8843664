import { type Kysely, sql, type Transaction } from 'kysely';
import type { DialectName } from './dialect.ts';
import type { Schema } from './schema.ts';
import { bumpSnapshot, type Snapshot, type SnapshotStore } from './snapshot.ts';
import { type CompiledStatement, compileStatement, type Statement, statementValues } from './statement.ts';

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

type Values = Readonly<Record<string, unknown>>;
/** Executes compiled statements outside of transactions, past Kysely's machinery. */
export type FastRun = (statement: CompiledStatement, values: unknown[]) => Promise<unknown[]>;

/** Channel on which PostgreSQL tells the other processes that a snapshot has changed. */
export const SNAPSHOT_CHANNEL = 'tessera_snapshot';

export function createDb(dialect: DialectName, kysely: Kysely<Schema>, fastRun: FastRun, snapshots: SnapshotStore): Db {
  const compiled: CompiledStatement[] = [];
  const compile = <P extends Values, R>(statement: Statement<P, R>): CompiledStatement =>
    (compiled[statement.id] ??= compileStatement(kysely, statement));

  const inside = (transaction: Transaction<Schema>, actions: (() => void | Promise<void>)[]): Db => {
    const db: Db = {
      dialect,
      query: transaction,
      inTransaction: true,
      run: async <P extends Values, R>(statement: Statement<P, R>, parameters: P) => {
        const ready = compile(statement);
        const result = await transaction.executeQuery({
          sql: ready.sql,
          parameters: statementValues(ready, parameters),
          query: { kind: 'RawNode' } as never,
          queryId: { queryId: ready.name },
        });
        return result.rows as R[];
      },
      transaction: (work) => work(db),
      afterCommit: async (action) => {
        actions.push(action);
      },
      snapshot: (declaration) => snapshots.get(declaration),
      touch: async (declaration) => {
        await bumpSnapshot(transaction, declaration.name);
        if (dialect === 'postgres')
          await sql`select pg_notify(${SNAPSHOT_CHANNEL}, ${declaration.name})`.execute(transaction);
        actions.push(async () => {
          snapshots.markStale();
          await snapshots.refresh();
        });
      },
    };
    return db;
  };

  const outside: Db = {
    dialect,
    query: kysely,
    inTransaction: false,
    snapshot: (declaration) => snapshots.get(declaration),
    touch: (declaration) => outside.transaction((db) => db.touch(declaration)),
    run: async <P extends Values, R>(statement: Statement<P, R>, parameters: P) => {
      const ready = compile(statement);
      return (await fastRun(ready, statementValues(ready, parameters))) as R[];
    },
    transaction: async (work) => {
      const actions: (() => void | Promise<void>)[] = [];
      const result = await kysely.transaction().execute((transaction) => work(inside(transaction, actions)));
      for (const action of actions) await action();
      return result;
    },
    afterCommit: async (action) => {
      await action();
    },
  };
  return outside;
}
