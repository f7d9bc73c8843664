import type { ChildProcess } from 'node:child_process';
import type { OwnPostgres } from './own-postgres.ts';
import type { SmallDisk } from './small-disk.ts';

/** Where a fault happens. */
export interface Scene {
  readonly base: string;
  readonly port: number;
  readonly token: string;
  /** Folder of the installation. */
  readonly folder: string;
  readonly server: () => ChildProcess;
  readonly startServer: () => Promise<void>;
  readonly postgres: OwnPostgres | null;
  readonly disk: SmallDisk | null;
}

export interface Fault {
  readonly name: string;
  readonly databases: readonly ('sqlite' | 'postgres')[];
  /** Needs a disk of a few megabytes below the data. */
  readonly needsSmallDisk?: boolean;
  readonly serveArgs?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Runs the server under another command, for example with fewer files. */
  readonly under?: readonly string[];
  /** Makes it happen and mends it; when it resolves, the fault is over. @returns what else was seen, if anything */
  readonly happen: (scene: Scene) => Promise<string | undefined> | Promise<void>;
}

export const pause = (milliseconds: number): Promise<void> => new Promise((soon) => setTimeout(soon, milliseconds));

export const ended = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', () => done());
  });
