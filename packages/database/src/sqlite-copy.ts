import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { addFunctions } from './sqlite-functions.ts';

/** What a database file is, as far as it tells by itself. */
export interface SqliteInspection {
  /** Empty for a sound file, else what SQLite says of it. */
  readonly damage: readonly string[];
  /** Names of the migrations that made its schema; null where it is no database of ours. */
  readonly migrations: readonly string[] | null;
  readonly bytes: number;
}

/** Looks through a database file. @throws Error for a file that is no SQLite database */
export function inspectSqlite(file: string): SqliteInspection {
  // SQLite would take it for a new database, and delete the log beside it, which may hold all that there is.
  if (existsSync(file) && statSync(file).size === 0) return { damage: [], migrations: null, bytes: 0 };
  const database = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    addFunctions(database);
    const found = database.pragma('integrity_check') as { integrity_check: string }[];
    const damage = found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    const foreign = database.pragma('foreign_key_check') as { table: string }[];
    const known = database.prepare("select 1 from sqlite_master where name = 'schema_migration'").get() !== undefined;
    return {
      damage: foreign.length === 0 ? damage : [...damage, `${foreign.length} rows refer to rows that are not there`],
      migrations: known ? (database.prepare('select name from schema_migration').pluck().all() as string[]) : null,
      bytes:
        (database.pragma('page_count', { simple: true }) as number) *
        (database.pragma('page_size', { simple: true }) as number),
    };
  } finally {
    database.close();
  }
}

/** All pages at once: between two slices a writing process would make the copy start again. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies a database that is in use, as of one moment, without keeping writers waiting. The copy has the mode 0600, is
 * on the disk, and appears under its name only when it is complete.
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  const database = new Sqlite(from, { readonly: true, fileMustExist: true });
  try {
    database.pragma('busy_timeout = 10000');
    closeSync(openSync(part, 'wx', 0o600));
    await database.backup(part, { progress: () => ALL_PAGES });
    // One file without companions, whatever the original's journal mode.
    const copy = new Sqlite(part);
    copy.pragma('journal_mode = DELETE');
    copy.close();
    chmodSync(part, 0o600);
    settle(part);
    renameSync(part, to);
    settle(dirname(to));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    database.close();
  }
}

const CLAIM_MS = 500;

/**
 * Says whether nobody else has a database file open, and makes it complete in itself.
 * @param sound false for one that is damaged or empty: it is left as it is, and so is the log beside it
 * @returns false while another process uses it
 * @throws Error naming the file
 */
export function claimSqlite(file: string, sound: boolean): boolean {
  if (!existsSync(file)) return true;
  if (!sound) return claimDamaged(file);
  // Leaving the WAL needs to be alone with the file.
  return attempt(file, file, (database) => database.pragma('journal_mode = DELETE', { simple: true }) === 'delete');
}

/**
 * SQLite locks a file only in order to read it, and this one cannot be read. Before that, though, it undoes what a
 * journal tells of, for which it must be alone with the file: so it is given a journal with nothing in it. By a name of
 * its own, so that the true journal and log are out of it; locks belong to the file, whatever its name.
 */
function claimDamaged(file: string): boolean {
  const name = `${file}.claim`;
  const forget = (): void => {
    for (const companion of ['', '-journal', '-wal', '-shm']) rmSync(`${name}${companion}`, { force: true });
  };
  forget();
  try {
    linkSync(file, name);
    writeFileSync(`${name}-journal`, 'x');
    return attempt(file, name, (database) => {
      // An empty file has nothing to be undone, and can be locked like any new database.
      database.exec('begin exclusive; rollback');
      return true;
    });
  } finally {
    forget();
  }
}

/** @returns what `work` does, true where the database cannot be read, false where another process has it */
function attempt(file: string, name: string, work: (database: Sqlite.Database) => boolean): boolean {
  const database = new Sqlite(name);
  try {
    database.pragma(`busy_timeout = ${CLAIM_MS}`);
    return work(database);
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return false;
    if (name !== file && /^SQLITE_(?:NOTADB|CORRUPT)/.test(code)) return true;
    throw new Error(`${file} cannot be locked: ${message}`, { cause: error });
  } finally {
    database.close();
  }
}

function settle(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
