import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { AnswerWatch } from './answer-watch.ts';
import { isStalePlan } from './stale-plan.ts';

/** Connections whose silence was noticed, and when each last answered; one for each pool of the driver. */
export class ProvenConnections {
  readonly #answered = new WeakMap<pg.PoolClient, number>();
  #doubtedBefore = Number.NEGATIVE_INFINITY;

  answered(client: pg.PoolClient): void {
    this.#answered.set(client, performance.now());
  }

  /** What one connection has lost, its neighbours may have lost as well: none is used that has not answered since. */
  silentFor(milliseconds: number): void {
    this.#doubtedBefore = performance.now() - milliseconds;
  }

  isDoubtful(client: pg.PoolClient): boolean {
    return (this.#answered.get(client) ?? Number.POSITIVE_INFINITY) < this.#doubtedBefore;
  }
}

/**
 * A pool of which no statement waits for ever: a connection that does not answer is ended and leaves the pool, and so
 * does one whose prepared statements a migration has made useless.
 */
export class WatchedPool implements PostgresPool {
  readonly options: object;
  readonly #pool: pg.Pool;
  readonly #proven: ProvenConnections;
  readonly #limit: number | null;
  readonly #names: ReadonlyMap<string, string>;

  /**
   * @param limit how long a statement may go unanswered, in milliseconds; null for ever
   * @param names of the statements that the code declares, by their text: a connection prepares them once. Kysely hands
   * a query over without a name, so that PostgreSQL would parse and plan it anew each time, which is half of what a
   * short one takes.
   */
  constructor(
    pool: pg.Pool,
    proven: ProvenConnections,
    limit: number | null,
    names: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#pool = pool;
    this.#proven = proven;
    this.#limit = limit;
    this.#names = names;
    this.options = pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    const { client, run, release } = await this.#take();
    const query = (text: string, values: unknown[]): Promise<pg.QueryResult> => {
      const name = this.#names.get(text);
      return run(() => (name === undefined ? client.query(text, values) : client.query({ name, text, values })));
    };
    return { query: query as never, release };
  }

  async query<R extends pg.QueryResultRow>(
    query: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<R>> {
    const { client, run, release } = await this.#take();
    try {
      return await run(() => client.query<R>(query, values));
    } finally {
      release();
    }
  }

  /** Whoever has made the pool ends it. */
  async end(): Promise<void> {}

  /** A connection whose statements are watched over, and how it goes back. */
  async #take() {
    const client = await this.#reliable();
    const watch = this.#watch(client);
    let isStale = false;
    return {
      client,
      run: async <T>(statement: () => Promise<T>): Promise<T> => {
        try {
          return await watch(statement);
        } catch (error) {
          isStale ||= isStalePlan(error);
          throw error;
        }
      },
      release: (destroy = false): void => client.release(destroy || isStale),
    };
  }

  async #reliable(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await this.#pool.connect();
      if (!this.#proven.isDoubtful(client)) return client;
      client.release(true);
    }
  }

  #watch(client: pg.PoolClient): <T>(statement: () => Promise<T>) => Promise<T> {
    const limit = this.#limit;
    if (limit === null) return (statement) => statement();
    const watch = new AnswerWatch(limit, () => {
      this.#proven.silentFor(limit);
      void client.end();
    });
    return async (statement) => {
      const result = await watch.during(statement);
      this.#proven.answered(client);
      return result;
    };
  }
}
