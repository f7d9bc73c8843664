import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';
import type { CompiledStatement, Run } from './statement.ts';

type Text = Pick<CompiledStatement, 'sql'>;

/**
 * Hears of an executed statement. It must not throw nor take time.
 * @param sql with placeholders: values are never in it
 * @param milliseconds what it took; waiting for SQLite's only writer is a part of it
 * @param failed whether the database refused it
 */
export type StatementObserver = (sql: string, milliseconds: number, failed: boolean) => void;

async function observed<T>(observe: StatementObserver, sql: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    const result = await work();
    observe(sql, performance.now() - started, false);
    return result;
  } catch (error) {
    observe(sql, performance.now() - started, true);
    throw error;
  }
}

/** The hot path's way to SQL, heard. */
export const observedRun =
  <S extends Text>(run: Run<S>, observe: StatementObserver): Run<S> =>
  (statement, values) =>
    observed(observe, statement.sql, () => run(statement, values));

class ObservedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #observe: StatementObserver;

  constructor(inner: DatabaseConnection, observe: StatementObserver) {
    this.inner = inner;
    this.#observe = observe;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return observed(this.#observe, query.sql, () => this.inner.executeQuery<R>(query));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

/** A dialect of which every statement is heard: begin, commit and rollback too, since a commit is what a write costs. */
export function observedDialect(dialect: Dialect, observe: StatementObserver): Dialect {
  const innerOf = (connection: DatabaseConnection): DatabaseConnection => (connection as ObservedConnection).inner;
  const driverOf = (driver: Driver): Driver => ({
    init: () => driver.init(),
    acquireConnection: async () => new ObservedConnection(await driver.acquireConnection(), observe),
    beginTransaction: (connection: DatabaseConnection, settings: TransactionSettings) =>
      observed(observe, 'begin', () => driver.beginTransaction(innerOf(connection), settings)),
    commitTransaction: (connection) => observed(observe, 'commit', () => driver.commitTransaction(innerOf(connection))),
    rollbackTransaction: (connection) =>
      observed(observe, 'rollback', () => driver.rollbackTransaction(innerOf(connection))),
    releaseConnection: (connection) => driver.releaseConnection(innerOf(connection)),
    destroy: () => driver.destroy(),
  });
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => driverOf(dialect.createDriver()),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

/** The ways to SQL, heard where somebody hears. */
export const heardBy = (observe: StatementObserver | undefined) => ({
  dialect: (dialect: Dialect): Dialect => (observe === undefined ? dialect : observedDialect(dialect, observe)),
  run: <S extends Text>(run: Run<S>): Run<S> => (observe === undefined ? run : observedRun(run, observe)),
});
