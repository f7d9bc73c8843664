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
  /** The id up to which a whole import has come that is not complete; null when there is none. */
  readonly cursor: number | null;
  /** The newest `updated_at` when that import began. */
  readonly newestAtBegin: string | null;
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
  cursor: null,
  newestAtBegin: null,
  finishedAt: null,
};

/** Kept in the database, so that pages show it and an import that was cut off goes on where it was. */
export class ProgressBook {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  of(connectionId: string): Progress {
    const sql = `select state, done, total, error, changed_until as changedUntil, ties, round, cursor,
      newest_at_begin as newestAtBegin, finished_at as finishedAt from synchronisation_progress where connection_id = ?`;
    return (this.#db.prepare(sql).get(connectionId) as Progress | undefined) ?? NONE;
  }

  note(connectionId: string, changes: Partial<Progress>): Progress {
    const progress = { ...this.of(connectionId), ...changes };
    const { state, done, total, error, changedUntil, ties, round, cursor, newestAtBegin, finishedAt } = progress;
    this.#db
      .prepare('insert or replace into synchronisation_progress values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(connectionId, state, done, total, error, changedUntil, ties, round, cursor, newestAtBegin, finishedAt);
    return progress;
  }

  remove(connectionId: string): void {
    this.#db.prepare('delete from synchronisation_progress where connection_id = ?').run(connectionId);
  }
}
