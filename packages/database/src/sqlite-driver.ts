import { closeSync, openSync } from 'node:fs';
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
import { LRUCache } from 'lru-cache';
import { Checkpointer } from './checkpointer.ts';
import { whenFree } from './lock-wait.ts';
import { addFunctions } from './sqlite-functions.ts';

/** How safe an acknowledged write is: `normal` survives the end of the process, `full` also a loss of power. */
export type Durability = 'off' | 'normal' | 'full';

export interface SqliteFile {
  readonly writer: Sqlite.Database;
  /** The prepared statements of each connection, whoever uses it. */
  readonly reads: StatementCache;
  readonly writes: StatementCache;
  readonly checkpointer: Checkpointer;
  readonly close: () => Promise<void>;
}

const OPENING_MS = 10_000;
/** Readers wait for nobody but a process that puts the log in order after a crash. */
const READING_MS = 1000;

/** Pages (80 MB) after which a commit copies the log into the file itself, where the `Checkpointer` did not. */
const LATEST_CHECKPOINT = 20_000;
/** Bytes that a log keeps for itself once it is copied. */
const KEPT_LOG = 16_000_000;

/** What is made is for its owner only, and so are the companions that SQLite makes; what is there stays as it is. */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Opens a database file with one connection that writes and one that reads (WAL: readers never wait for a writer). */
export function openSqlite(path: string, durability: Durability = 'normal'): SqliteFile {
  const open = (readonly: boolean): Sqlite.Database => {
    const database = new Sqlite(path, { readonly, timeout: OPENING_MS });
    if (!readonly) {
      database.pragma('journal_mode = WAL');
      database.pragma(`wal_autocheckpoint = ${LATEST_CHECKPOINT}`);
      database.pragma(`journal_size_limit = ${KEPT_LOG}`);
    }
    database.pragma(`synchronous = ${durability}`);
    database.pragma('foreign_keys = ON');
    database.pragma('temp_store = MEMORY');
    database.pragma('cache_size = -16000');
    database.pragma('mmap_size = 268435456');
    addFunctions(database);
    // Waiting in here would hold up the whole process: see `whenFree`.
    database.pragma(`busy_timeout = ${readonly ? READING_MS : 0}`);
    return database;
  };
  makeFile(path);
  const writer = open(false);
  const reader = open(true);
  const checkpointer = new Checkpointer(path);
  return {
    writer,
    reads: new StatementCache(reader),
    writes: new StatementCache(writer),
    checkpointer,
    close: async () => {
      await checkpointer.close();
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
  readonly #statements = new LRUCache<string, Sqlite.Statement>({ max: STATEMENTS_KEPT });

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
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Executes a statement of the transaction under way. */
  execute(sql: string, parameters: readonly unknown[]): unknown[] {
    if (!this.inTransaction) throw rolledBack();
    return run(this.get(sql), parameters).rows;
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
  readonly #checkpointer: Checkpointer;
  readonly #turnstile: Turnstile;
  readonly #patience: number;
  #leave: (() => void) | null = null;

  constructor({ reads, writes, checkpointer }: SqliteFile, turnstile: Turnstile, patience: number) {
    this.#reads = reads;
    this.#writes = writes;
    this.#checkpointer = checkpointer;
    this.#turnstile = turnstile;
    this.#patience = patience;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#leave !== null) {
      if (!this.#writes.inTransaction) throw rolledBack();
      return run(this.#writes.get(sql), parameters);
    }
    const statement = this.#writes.get(sql);
    if (statement.readonly) return run(this.#reads.get(sql), parameters);
    const until = this.#until();
    const leave = await this.#turnstile.enter();
    try {
      return await whenFree(() => run<R>(statement, parameters), until);
    } finally {
      this.#checkpointer.written();
      leave();
    }
  }

  async begin(): Promise<void> {
    const until = this.#until();
    this.#leave = await this.#turnstile.enter();
    try {
      await whenFree(() => this.#writes.get('begin immediate').run(), until);
    } catch (error) {
      this.#finish();
      throw error;
    }
  }

  async end(command: 'commit' | 'rollback'): Promise<void> {
    // A commit that failed has ended it already, and the connection may be in another's transaction by now.
    if (this.#leave === null) return;
    try {
      if (this.#writes.inTransaction) await whenFree(() => this.#writes.get(command).run(), this.#until());
      else if (command === 'commit') throw rolledBack();
    } finally {
      if (this.#writes.inTransaction) this.#writes.get('rollback').run();
      this.#checkpointer.written();
      this.#finish();
    }
  }

  /** Counted from before the turnstile: while another program holds the lock, no queue waits one after the other. */
  #until(): number {
    return performance.now() + this.#patience;
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
  readonly #turnstile = new Turnstile();
  readonly #patience: number;

  constructor(file: SqliteFile, patience: number) {
    this.#file = file;
    this.#patience = patience;
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return new SqliteConnection(this.#file, this.#turnstile, this.#patience);
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
    await this.#file.close();
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

/**
 * Kysely's SQLite grammar over our driver: Kysely's own has one connection and lets transactions mingle.
 * @param patience how long a write waits for another program's lock, in milliseconds
 */
export const sqliteDialect = (file: SqliteFile, patience: number): Dialect => ({
  createAdapter: () => new Adapter(),
  createDriver: () => new SqliteDriver(file, patience),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new QueryCompiler(),
});
