import type pg from 'pg';
import type { DialectName } from './dialect.ts';
import type { Db } from './door.ts';
import type { SnapshotStore } from './snapshot.ts';
import type { Durability } from './sqlite-driver.ts';

/** An open database. */
export interface OpenDatabase {
  readonly dialect: DialectName;
  readonly db: Db;
  /** Changes whenever another connection has committed; a cheap way to notice other processes' writes (SQLite only). */
  readonly dataVersion: (() => number) | null;
  readonly snapshots: SnapshotStore;
  readonly pool: pg.Pool | null;
  /** Hears what other processes announce on a channel (NOTIFY); null on SQLite. Gives a function that stops it. */
  readonly listen: ((channel: string, heard: () => void) => Promise<() => Promise<void>>) | null;
  /** Where the data are, without credentials. */
  readonly location: string;
  readonly close: () => Promise<void>;
}

export type DatabaseLocation =
  | { readonly dialect: 'sqlite'; readonly file: string; readonly durability?: Durability }
  | { readonly dialect: 'postgres'; readonly url: string; readonly schema?: string; readonly connections?: number };
