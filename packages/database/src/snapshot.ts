import type { Kysely } from 'kysely';
import { databaseProblem } from './database-problem.ts';
import type { Schema } from './schema.ts';

/**
 * A part of the database that is small, read at every request and seldom written (stores, settings, roles): held in
 * memory by each process, and read anew when any process has changed it. Declared by the module that owns the tables.
 */
export interface Snapshot<T> {
  readonly name: string;
  readonly load: (db: Kysely<Schema>) => Promise<T>;
}
export const snapshot = <T>(name: string, load: (db: Kysely<Schema>) => Promise<T>): Snapshot<T> =>
  Object.freeze({ name, load });

declare module './schema.ts' {
  interface Schema {
    snapshot_version: { name: string; version: number };
  }
}
declare module '@tessera/webapi' {
  interface Module {
    // biome-ignore lint/suspicious/noExplicitAny: each has a type of its own
    readonly snapshots?: readonly Snapshot<any>[];
  }
}

/** The snapshots of one process. */
export class SnapshotStore {
  readonly #db: Kysely<Schema>;
  readonly #dataVersion: (() => number) | null;
  readonly #declared = new Map<string, Snapshot<unknown>>();
  readonly #values = new Map<string, unknown>();
  readonly #versions = new Map<string, number>();
  #seen = -1;
  /** When it was seen. */
  #seenAt = -1;
  #stale = true;
  #deaf = false;
  #refreshing: Promise<void> | null = null;
  /** The one of them that has not begun. */
  #next: Promise<void> | null = null;

  constructor(db: Kysely<Schema>, dataVersion: (() => number) | null) {
    this.#db = db;
    this.#dataVersion = dataVersion;
  }

  declare(snapshots: readonly Snapshot<unknown>[]): void {
    for (const entry of snapshots) this.#declared.set(entry.name, entry);
  }

  /** The value as last read; `refresh` must have run once. */
  get<T>(declaration: Snapshot<T>): T {
    if (!this.#values.has(declaration.name)) throw new Error(`snapshot ${declaration.name} is not loaded`);
    return this.#values.get(declaration.name) as T;
  }

  /** Says that something was written: by this process (`touch`), or by another (LISTEN/NOTIFY on PostgreSQL). */
  markStale(): void {
    this.#stale = true;
  }

  /** While nobody would tell us of other processes' writes, every request asks for itself. */
  setDeaf(deaf: boolean): void {
    this.#deaf = deaf;
  }

  /**
   * Reads again what has changed since; a check of one number where nothing has, and not even that where it was checked
   * after the request had arrived on whose behalf it is asked.
   * @param receivedBy by when that was, as `performance.now()` tells time
   */
  refresh(receivedBy = Infinity): Promise<void> | void {
    if (this.#dataVersion !== null) {
      if (receivedBy <= this.#seenAt && !this.#stale) return this.#refreshing ?? undefined;
      this.#seenAt = performance.now();
      const version = this.#dataVersion();
      if (version === this.#seen && !this.#stale) return this.#refreshing ?? undefined;
      this.#seen = version;
    } else if (!this.#stale && !this.#deaf) {
      return this.#refreshing ?? undefined;
    }
    this.#stale = false;
    // It will see what was written until it begins: nobody has to wait for more than one of them.
    if (this.#next !== null) return this.#next;
    const after = this.#refreshing ?? Promise.resolve();
    const turn: Promise<void> = after
      .catch(() => {})
      .then(() => {
        this.#next = null;
        return this.#reload();
      })
      .finally(() => {
        if (this.#refreshing === turn) this.#refreshing = null;
      });
    this.#refreshing = this.#next = turn;
    return turn;
  }

  async #load({ name, load }: Snapshot<unknown>): Promise<unknown> {
    try {
      return await load(this.#db);
    } catch (error) {
      if (databaseProblem(error) !== null) throw error;
      throw new Error(`The snapshot "${name}" cannot be read: ${(error as Error).message}`, { cause: error });
    }
  }

  async #reload(): Promise<void> {
    try {
      const rows = await this.#db.selectFrom('snapshot_version').selectAll().execute();
      const versions = new Map(rows.map((row) => [row.name, Number(row.version)]));
      for (const declaration of this.#declared.values()) {
        const version = versions.get(declaration.name) ?? 0;
        if (this.#values.has(declaration.name) && this.#versions.get(declaration.name) === version) continue;
        this.#values.set(declaration.name, await this.#load(declaration));
        this.#versions.set(declaration.name, version);
      }
    } catch (error) {
      this.#seen = this.#seenAt = -1;
      this.#stale = true;
      throw error;
    }
  }
}

/** Inside the transaction that changed the tables of a snapshot: makes every process read it again. */
export async function bumpSnapshot(db: Kysely<Schema>, name: string): Promise<void> {
  await db
    .insertInto('snapshot_version')
    .values({ name, version: 1 })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((eb) => ({ version: eb('snapshot_version.version', '+', 1) })),
    )
    .execute();
}
