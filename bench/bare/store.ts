import Database from 'better-sqlite3';
import pg from 'pg';
import { PostgresReads } from '../../packages/database/src/postgres-reads.ts';
import type { Row, Statement, Value } from './statements.ts';

/** Executes a prepared statement; at once on SQLite, so that nothing is waited for that is there. */
export type Run = (statement: Statement, values: readonly Value[]) => Row[] | Promise<Row[]>;
export interface Store {
  readonly run: Run;
  readonly transaction: <T>(work: (run: Run) => Promise<T>) => Promise<T>;
}

const inSqlite = (text: string): string =>
  text.replace('lower(email) collate "C"', folded('email')).replace('lower($1)', 'fold_case($1)');
const folded = (column: string): string =>
  `iif(length(${column}) < octet_length(${column}), fold_case(${column}), lower(${column}))`;

/** One connection that reads and one that writes, as a server in one process has them. */
function sqliteStore(file: string, tuned: boolean): Store {
  const open = (readonly: boolean): Run => {
    const database = new Database(file, { readonly });
    // Used by an index; the customers of a benchmark have ASCII addresses.
    database.function('fold_case', { deterministic: true }, (text) => String(text).toLowerCase());
    for (const pragma of ['mmap_size = 268435456', 'busy_timeout = 10000', 'synchronous = normal'])
      database.pragma(pragma);
    const prepared = new Map<string, Database.Statement>();
    return ({ name, text }, values) => {
      let statement = prepared.get(name);
      if (statement === undefined)
        prepared.set(name, (statement = database.prepare(inSqlite(text).replaceAll(/\$\d+/g, tuned ? '+?' : '?'))));
      if (statement.reader) return statement.all(values) as Row[];
      statement.run(values);
      return [];
    };
  };
  const read = open(true);
  const write = open(false);
  const command = (text: string) => write({ name: text, text }, []);
  let turn: Promise<unknown> = Promise.resolve();
  return {
    run: read,
    transaction: (work) => {
      const mine = turn.then(async () => {
        void command('begin immediate');
        const result = await work(write);
        void command('commit');
        return result;
      });
      turn = mine.catch(() => {});
      return mine;
    },
  };
}

function postgresStore(url: string, tuned: boolean): Store {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const over = (connection: pg.Pool | pg.PoolClient): Run => {
    return async ({ name, text }, values) =>
      (await connection.query({ name, text, values: [...values] })).rows as Row[];
  };
  const reads = new PostgresReads({ connectionString: url });
  const pipelined: Run = async ({ name, text: sql }, values) =>
    (await reads.read({ name, sql, names: [], constants: [], reads: true }, [...values])) as Row[];
  return {
    run: tuned ? pipelined : over(pool),
    transaction: async (work) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const result = await work(over(client));
        await client.query('commit');
        return result;
      } finally {
        client.release();
      }
    },
  };
}

/** @param tuned with what our own driver does to be fast: see docs/performance.md */
export const openStore = (dialect: string, location: string, tuned: boolean): Store =>
  dialect === 'sqlite' ? sqliteStore(location, tuned) : postgresStore(location, tuned);
