import {
  type CompiledQuery,
  type Dialect,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Db } from './door.ts';
import type { Schema } from './schema.ts';
import { onlyReads, type Statement } from './statement.ts';

/** A transaction or a savepoint that was begun, with the door inside it. */
export interface Begun {
  readonly db: Db;
  readonly keep: () => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly savepoint: () => Promise<Begun>;
  /** Reads the snapshots that were touched, so that what follows in the transaction sees the change. */
  readonly reread: () => Promise<void>;
}

export interface DeferredWork<T> {
  /** The door around: reads go through it until the first write. */
  readonly outer: Db;
  readonly begin: () => Promise<Begun>;
  /** Begin before the work: on PostgreSQL a failed read, too, spoils a transaction that is already open. */
  readonly atOnce: boolean;
  readonly reads: (statement: Statement<never, unknown>) => boolean;
  readonly work: (db: Db) => Promise<T>;
}

/** Kysely asks for these properties, but only uses the executor for queries. */
const inert: Dialect = {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
};

/** A Kysely in the grammar of another one that asks for each query through which door it goes. */
function routedKysely(
  grammar: Kysely<Schema>,
  choose: (query: CompiledQuery) => Promise<Kysely<Schema>>,
): Kysely<Schema> {
  const executor = grammar.getExecutor().withConnectionProvider({
    provideConnection: (consumer) =>
      consumer({
        executeQuery: async <R>(query: CompiledQuery) =>
          (await choose(query)).executeQuery<R>(query as CompiledQuery<R>),
        streamQuery: () => {
          throw new Error('queries are not streamed; read in pages');
        },
      }),
  });
  return new Kysely<Schema>({ config: { dialect: inert }, dialect: inert, driver: new DummyDriver(), executor });
}

/** Runs work behind a door that begins a transaction (or savepoint) with the first write; see `Db.deferred`. */
export async function runDeferred<T>({ outer, begin, atOnce, reads, work }: DeferredWork<T>): Promise<T> {
  let begun: Begun | null = null;
  let beginning: Promise<Begun> | null = null;
  /** Whether anything was written behind this door. */
  let written = false;
  let last: Promise<unknown> = Promise.resolve();
  const pending: (() => void | Promise<void>)[] = [];

  const open = (): Promise<Begun> => {
    beginning ??= begin().then(
      (opened) => (begun = opened),
      (error: unknown) => {
        beginning = null;
        throw error;
      },
    );
    return beginning;
  };
  const openToWrite = async (): Promise<Begun> => {
    written = true;
    return open();
  };
  /** Undoes everything; the next write begins again. */
  const undo = async (): Promise<void> => {
    const undone = begun;
    begun = beginning = null;
    written = false;
    await undone?.undo();
  };
  /**
   * A piece of the work that fails alone. Before the first write there is nothing that a savepoint would have to save:
   * the piece takes what was begun, or begins, and undoing it undoes everything.
   */
  const piece = async (): Promise<Begun> => {
    if (written) return (await open()).savepoint();
    const whole = await openToWrite();
    return {
      ...whole,
      keep: async () => {},
      undo: async () => {
        await undo();
        if (atOnce) await open();
      },
    };
  };
  const isolated = async <R>(inner: (db: Db) => Promise<R>): Promise<R> => {
    const at = await piece();
    try {
      const result = await inner(at.db);
      await at.reread();
      await at.keep();
      return result;
    } catch (error) {
      await at.undo();
      throw error;
    }
  };
  /** One after the other: savepoints that overlap would undo one another's writes. */
  const inTurn = <R>(inner: () => Promise<R>): Promise<R> => {
    const turn = last.then(inner, inner);
    last = turn.catch(() => {});
    return turn;
  };

  const inside = (): Db => begun?.db ?? outer;
  const door: Db = {
    dialect: outer.dialect,
    get inTransaction() {
      return begun !== null;
    },
    query: routedKysely(outer.query, async (query) => (onlyReads(query) ? inside() : (await openToWrite()).db).query),
    run: async (statement, parameters) =>
      (reads(statement as unknown as Statement<never, unknown>) ? inside() : (await openToWrite()).db).run(
        statement,
        parameters,
      ),
    transaction: (inner) => inTurn(() => isolated(inner)),
    deferred: (inner) =>
      inTurn(() =>
        runDeferred({
          outer: door,
          begin: piece,
          atOnce: outer.dialect === 'postgres' && begun !== null,
          reads,
          work: inner,
        }),
      ),
    afterCommit: async (action) => {
      pending.push(action);
    },
    snapshot: (declaration) => inside().snapshot(declaration),
    touch: (declaration) => door.transaction((db) => db.touch(declaration)),
  };

  try {
    if (atOnce) await open();
    const result = await work(door);
    const kept = begun as Begun | null;
    if (kept !== null) await kept.keep();
    for (const action of pending) await outer.afterCommit(action);
    return result;
  } catch (error) {
    // What went wrong first is what the caller has to know; a connection that is lost cannot be rolled back either.
    await undo().catch(() => {});
    throw error;
  }
}
