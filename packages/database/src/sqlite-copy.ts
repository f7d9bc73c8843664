import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
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

/**
 * Makes a database file complete in itself and says whether nobody else has it open.
 * @returns false while another process uses it
 */
export function claimSqlite(file: string): boolean {
  if (!existsSync(file)) return true;
  const database = new Sqlite(file);
  try {
    // Leaving the WAL needs to be alone with the file.
    database.pragma('busy_timeout = 500');
    return database.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
  } catch (error) {
    if (/^SQLITE_(?:BUSY|LOCKED)/.test((error as { code?: string }).code ?? '')) return false;
    throw error;
  } finally {
    database.close();
  }
}

function settle(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
