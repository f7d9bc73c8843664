import type { DialectName } from './dialect.ts';
import type { Db } from './door.ts';
import type { SnapshotStore } from './snapshot.ts';
import type { Durability } from './sqlite-driver.ts';

export interface ConnectionCounts {
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}

/** An open database. */
export interface OpenDatabase {
  readonly dialect: DialectName;
  readonly db: Db;
  /** The same for work whose statements may take long: migrations, clean-up, commands. */
  readonly unhurried: Db;
  /** Changes whenever another connection has committed; a cheap way to notice other processes' writes (SQLite only). */
  readonly dataVersion: (() => number) | null;
  readonly snapshots: SnapshotStore;
  /** How many connections there are by what they do, and how many statements wait for one; null on SQLite. */
  readonly connections: (() => ConnectionCounts) | null;
  /** The time by the server's clock, in milliseconds since the epoch; null on SQLite. */
  readonly serverTime: (() => Promise<number>) | null;
  /** Hears what other processes announce on a channel (NOTIFY); null on SQLite. Gives a function that stops it. */
  readonly listen: ((channel: string, heard: () => void) => Promise<() => Promise<void>>) | null;
  /** Where the data are, without credentials. */
  readonly location: string;
  readonly close: () => Promise<void>;
}

export type DatabaseLocation =
  | {
      readonly dialect: 'sqlite';
      readonly file: string;
      readonly durability?: Durability;
      /** How long a write waits for another program's lock, in milliseconds; without it, 10 seconds. */
      readonly lockMilliseconds?: number;
    }
  | {
      readonly dialect: 'postgres';
      readonly url: string;
      readonly schema?: string;
      readonly connections?: number;
      /** How long a statement may go unanswered, in milliseconds, before its connection is given up; without it, for ever. */
      readonly statementMilliseconds?: number;
    };
