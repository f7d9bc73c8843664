import type { Db } from '../database.ts';

/** How far the synchronisation with one store is. */
export interface Progress {
  readonly state: 'idle' | 'running' | 'failed';
  readonly done: number;
  /** What the store has to give in this run. */
  readonly total: number;
  /** Why the last run failed. */
  readonly error: string | null;
  /** The newest `updated_at` that is known for certain; null before the first import is complete. */
  readonly changedUntil: string | null;
  /** How many customers of the store were changed then or later. */
  readonly ties: number;
  /** Counts imports. */
  readonly round: number;
  /** Milliseconds since 1970. */
  readonly finishedAt: number | null;
}

const NONE: Progress = {
  state: 'idle',
  done: 0,
  total: 0,
  error: null,
  changedUntil: null,
  ties: 0,
  round: 0,
  finishedAt: null,
};

/** Kept in the database, so that pages show it and an import that a restart cut off is begun again. */
export class ProgressBook {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  of(connectionId: string): Progress {
    const sql = `select state, done, total, error, changed_until as changedUntil, ties, round, finished_at as finishedAt
      from synchronisations where connection_id = ?`;
    return (this.#db.prepare(sql).get(connectionId) as Progress | undefined) ?? NONE;
  }

  note(connectionId: string, changes: Partial<Progress>): Progress {
    const progress = { ...this.of(connectionId), ...changes };
    const { state, done, total, error, changedUntil, ties, round, finishedAt } = progress;
    this.#db
      .prepare('insert or replace into synchronisations values (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(connectionId, state, done, total, error, changedUntil, ties, round, finishedAt);
    return progress;
  }

  remove(connectionId: string): void {
    this.#db.prepare('delete from synchronisations where connection_id = ?').run(connectionId);
  }
}
