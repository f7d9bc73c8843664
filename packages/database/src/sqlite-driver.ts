import Sqlite from 'better-sqlite3';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { matchesPattern } from './pattern.ts';

/** How safe an acknowledged write is: `normal` survives the end of the process, `full` also a loss of power. */
export type Durability = 'off' | 'normal' | 'full';

export interface SqliteFile {
  readonly reader: Sqlite.Database;
  readonly writer: Sqlite.Database;
  readonly close: () => void;
}

/** Opens a database file with one connection that writes and one that reads (WAL: readers never wait for a writer). */
export function openSqlite(path: string, durability: Durability = 'normal'): SqliteFile {
  const open = (readonly: boolean): Sqlite.Database => {
    const database = new Sqlite(path, { readonly });
    if (!readonly) database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${durability}`);
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 10000');
    database.pragma('temp_store = MEMORY');
    database.pragma('cache_size = -16000');
    database.pragma('mmap_size = 268435456');
    database.function('regexp', { deterministic: true }, (pattern, value) => (matchesPattern(pattern, value) ? 1 : 0));
    return database;
  };
  const writer = open(false);
  const reader = open(true);
  return {
    reader,
    writer,
    close: () => {
      reader.close();
      writer.close();
    },
  };
}

/** First come, first served: one transaction or write at a time on the writing connection of this process. */
class Turnstile {
  #last: Promise<void> = Promise.resolve();

  async enter(): Promise<() => void> {
    const before = this.#last;
    let leave: () => void = () => {};
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }
}

/** SQLite itself undoes a transaction for which there is no room; what is written after that would be outside of it. */
const rolledBack = (): Error =>
  Object.assign(new Error('SQLite has rolled the transaction back'), { code: 'SQLITE_ABORT_ROLLBACK' });

const STATEMENTS_KEPT = 500;

/** Prepared statements of one connection, the least recently used dropped first. */
export class StatementCache {
  readonly #database: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  constructor(database: Sqlite.Database) {
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  get(sql: string): Sqlite.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    if (this.#statements.size >= STATEMENTS_KEPT)
      this.#statements.delete(this.#statements.keys().next().value as string);
    this.#statements.set(sql, statement);
    return statement;
  }
}

const run = <R>(statement: Sqlite.Statement, parameters: readonly unknown[]): QueryResult<R> => {
  if (statement.reader) return { rows: statement.all(parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
};

/** Reads go to the reading connection at once; writes and transactions wait for their turn on the writing one. */
class SqliteConnection implements DatabaseConnection {
  readonly #reads: StatementCache;
  readonly #writes: StatementCache;
  readonly #turnstile: Turnstile;
  #leave: (() => void) | null = null;

  constructor(reads: StatementCache, writes: StatementCache, turnstile: Turnstile) {
    this.#reads = reads;
    this.#writes = writes;
    this.#turnstile = turnstile;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#leave !== null) {
      if (!this.#writes.inTransaction) throw rolledBack();
      return run(this.#writes.get(sql), parameters);
    }
    const statement = this.#writes.get(sql);
    if (statement.readonly) return run(this.#reads.get(sql), parameters);
    const leave = await this.#turnstile.enter();
    try {
      return run(statement, parameters);
    } finally {
      leave();
    }
  }

  async begin(): Promise<void> {
    this.#leave = await this.#turnstile.enter();
    try {
      this.#writes.get('begin immediate').run();
    } catch (error) {
      this.#finish();
      throw error;
    }
  }

  async end(command: 'commit' | 'rollback'): Promise<void> {
    // A commit that failed has ended it already, and the connection may be in another's transaction by now.
    if (this.#leave === null) return;
    try {
      if (this.#writes.inTransaction) this.#writes.get(command).run();
      else if (command === 'commit') throw rolledBack();
    } finally {
      if (this.#writes.inTransaction) this.#writes.get('rollback').run();
      this.#finish();
    }
  }

  #finish(): void {
    this.#leave?.();
    this.#leave = null;
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('SQLite queries are not streamed; read in pages');
  }
}

class SqliteDriver implements Driver {
  readonly #file: SqliteFile;
  readonly #reads: StatementCache;
  readonly #writes: StatementCache;
  readonly #turnstile = new Turnstile();

  constructor(file: SqliteFile) {
    this.#file = file;
    this.#reads = new StatementCache(file.reader);
    this.#writes = new StatementCache(file.writer);
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return new SqliteConnection(this.#reads, this.#writes, this.#turnstile);
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).begin();
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).end('commit');
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).end('rollback');
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {
    this.#file.close();
  }
}

/**
 * A plus in front of a parameter changes nothing but this: SQLite does not look at its value when it plans. Otherwise a
 * statement whose plan could depend on one (`where a = ? order by b`) is compiled anew at every execution, which takes
 * several times as long as the execution.
 */
class QueryCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

/** Kysely would let reads wait for the transaction of another request, as if both needed the same connection. */
class Adapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Kysely's SQLite grammar over our driver: Kysely's own has one connection and lets transactions mingle. */
export const sqliteDialect = (file: SqliteFile): Dialect => ({
  createAdapter: () => new Adapter(),
  createDriver: () => new SqliteDriver(file),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new QueryCompiler(),
});
