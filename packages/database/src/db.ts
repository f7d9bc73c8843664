import { CompiledQuery, type Kysely, sql, type Transaction } from 'kysely';
import type { Announcements } from './announcements.ts';
import { type Begun, runDeferred } from './deferred.ts';
import type { DialectName } from './dialect.ts';
import type { Db } from './door.ts';
import type { Schema } from './schema.ts';
import { bumpSnapshot, type Snapshot, type SnapshotStore } from './snapshot.ts';
import { type CompiledStatement, compileStatement, type Run, type Statement, statementValues } from './statement.ts';

type Values = Readonly<Record<string, unknown>>;
/** Executes compiled statements outside of transactions, past Kysely's machinery. */
export type FastRun = Run<CompiledStatement>;

/** A transaction under way. */
interface Running {
  /** Committed or undone: a statement that comes now would land in somebody else's transaction. */
  over: boolean;
  readonly transaction: Transaction<Schema>;
  /** What is to be done after the commit. */
  readonly actions: (() => void | Promise<void>)[];
  /** Snapshots that it touched, as they are inside of it. */
  readonly changed: Map<Snapshot<unknown>, unknown>;
}

/** Channel on which PostgreSQL tells the other processes that a snapshot has changed. */
export const SNAPSHOT_CHANNEL = 'tessera_snapshot';

/** The ways to the database. */
export interface Ways {
  readonly kysely: Kysely<Schema>;
  readonly fastRun: FastRun;
  /** The same within the transaction under way, where there can be but one (SQLite). */
  readonly fastRunWithin?: Run<Pick<CompiledStatement, 'sql'>>;
  /** Where the names of declared statements are kept, by their text. */
  readonly names?: Map<string, string>;
}

/** @param announcements where other processes are told of changes (PostgreSQL) */
export function createDb(
  dialect: DialectName,
  { kysely, fastRun, fastRunWithin, names }: Ways,
  snapshots: SnapshotStore,
  announcements: Announcements | null = null,
): Db {
  const compiled: CompiledStatement[] = [];
  const compile = <P extends Values, R>(statement: Statement<P, R>): CompiledStatement => {
    const known = compiled[statement.id];
    if (known !== undefined) return known;
    const ready = compileStatement(kysely, dialect, statement);
    names?.set(ready.sql, ready.name);
    compiled[statement.id] = ready;
    return ready;
  };

  const reads = (statement: Statement<never, unknown>): boolean => compile(statement).reads;

  const inside = (running: Running): Db => {
    const { transaction, actions, changed } = running;
    const db: Db = {
      dialect,
      query: transaction,
      inTransaction: true,
      run: async <P extends Values, R>(statement: Statement<P, R>, parameters: P) => {
        const ready = compile(statement);
        const values = statementValues(ready, parameters);
        if (running.over) throw new Error('the transaction has ended');
        if (fastRunWithin !== undefined) return (await fastRunWithin(ready, values)) as R[];
        const result = await transaction.executeQuery({
          sql: ready.sql,
          parameters: values,
          query: { kind: 'RawNode' } as never,
          queryId: { queryId: ready.name },
        });
        return result.rows as R[];
      },
      transaction: (work) => work(db),
      deferred: (work) =>
        runDeferred({ outer: db, begin: () => savepoint(running, 1), atOnce: dialect === 'postgres', reads, work }),
      afterCommit: async (action) => {
        actions.push(action);
      },
      snapshot: <T>(declaration: Snapshot<T>): T =>
        changed.has(declaration) ? (changed.get(declaration) as T) : snapshots.get(declaration),
      touch: async (declaration) => {
        await bumpSnapshot(transaction, declaration.name);
        const announcement = announcements?.next(declaration.name);
        if (announcement !== undefined)
          await sql`select pg_notify(${SNAPSHOT_CHANNEL}, ${announcement})`.execute(transaction);
        changed.set(declaration, db.snapshot(declaration));
        actions.push(async () => {
          if (announcement !== undefined) await announcements?.heardByAll(announcement);
          snapshots.markStale();
          await snapshots.refresh();
        });
      },
    };
    return db;
  };

  const reread = async ({ transaction, changed }: Running): Promise<void> => {
    for (const declaration of changed.keys()) changed.set(declaration, await declaration.load(transaction));
  };

  const savepoint = async (running: Running, depth: number): Promise<Begun> => {
    const { transaction, actions, changed } = running;
    const execute = (command: string): Promise<unknown> => {
      const query = CompiledQuery.raw(`${command} s${depth}`);
      return fastRunWithin === undefined ? transaction.executeQuery(query) : fastRunWithin(query, []);
    };
    const kept = actions.length;
    await execute('savepoint');
    return {
      db: inside(running),
      keep: async () => void (await execute('release savepoint')),
      undo: async () => {
        actions.length = kept;
        await execute('rollback to savepoint');
        await execute('release savepoint');
        if (changed.size > 0) await reread(running);
      },
      savepoint: () => savepoint(running, depth + 1),
      reread: () => reread(running),
    };
  };

  const beginTransaction = (): Promise<Begun> =>
    new Promise((opened, failed) => {
      const actions: Running['actions'] = [];
      const work = (transaction: Transaction<Schema>): Promise<void> =>
        new Promise((commit, rollback) => {
          const running: Running = { transaction, actions, changed: new Map(), over: false };
          opened({
            db: inside(running),
            keep: async () => {
              running.over = true;
              commit();
              await finished;
              for (const action of actions) await action();
            },
            undo: async () => {
              running.over = true;
              rollback(new Error('undone'));
              await finished.catch(() => {});
            },
            savepoint: () => savepoint(running, 1),
            reread: () => reread(running),
          });
        });
      const finished = kysely.transaction().execute(work);
      finished.catch(failed);
    });

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
      const actions: Running['actions'] = [];
      const result = await kysely.transaction().execute(async (transaction) => {
        const running: Running = { transaction, actions, changed: new Map(), over: false };
        try {
          return await work(inside(running));
        } finally {
          running.over = true;
        }
      });
      for (const action of actions) await action();
      return result;
    },
    deferred: (work) => runDeferred({ outer: outside, begin: beginTransaction, atOnce: false, reads, work }),
    afterCommit: async (action) => {
      await action();
    },
  };
  return outside;
}
