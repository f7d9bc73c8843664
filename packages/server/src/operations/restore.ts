import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  claimSqlite,
  copySqlite,
  type DatabaseLocation,
  inspectSqlite,
  migrationNames,
  unknownMigrations,
} from '@tessera/database';
import type { Module } from '@tessera/webapi';

export interface Restored {
  readonly file: string;
  /** Where the replaced database is now; null where there was none. */
  readonly replaced: string | null;
  /** Migrations that the next start will run. */
  readonly pending: readonly string[];
}

export interface RestoreOptions {
  /** Replace an installation that is not empty. */
  readonly force: boolean;
  readonly modules: readonly Module[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const POSTGRES_RESTORE =
  'The data are in PostgreSQL, which has its own tool for this: pg_restore --clean --if-exists --dbname="$DATABASE_URL" tessera.dump';

/**
 * Puts a backup in the place of the database. The backup is looked through first, the replaced database is kept beside.
 * @throws Error for a damaged file, one of another program or a newer version, an installation that is not empty
 *   (without force), and while a server uses it
 */
export async function restore(location: DatabaseLocation, from: string, options: RestoreOptions): Promise<Restored> {
  if (location.dialect === 'postgres') throw new Error(POSTGRES_RESTORE);
  const source = resolve(from);
  if (!existsSync(source)) throw new Error(`There is no file ${source}.`);
  const pending = checkBackup(source, options.modules);
  const { file } = location;
  const { holdsData, sound } = look(file);
  if (holdsData && !options.force)
    throw new Error(`${file} holds an installation already. To replace it, add --force; it is kept beside.`);
  if (!claimSqlite(file, sound)) throw new Error(`${file} is in use. Stop the servers first.`);
  const fresh = `${file}.restored`;
  rmSync(fresh, { force: true });
  await copySqlite(source, fresh);
  const kept = `${file}.before-restore-${new Date(options.now).toISOString().replace(/[:.]/g, '-')}`;
  const replaced = existsSync(file) ? kept : null;
  // What belongs to the replaced file must not be taken for the restored one's; a log may hold what the file has lost.
  for (const companion of ['', '-wal', '-journal'])
    if (existsSync(`${file}${companion}`)) renameSync(`${file}${companion}`, `${kept}${companion}`);
  rmSync(`${file}-shm`, { force: true });
  renameSync(fresh, file);
  return { file, replaced, pending };
}

/** @returns the migrations that are still to be run on it */
function checkBackup(file: string, modules: readonly Module[]): readonly string[] {
  let found: ReturnType<typeof inspectSqlite>;
  try {
    found = inspectSqlite(file);
  } catch (cause) {
    throw new Error(`${file} is no database, or damaged beyond reading.`, { cause });
  }
  const { damage, migrations } = found;
  if (damage.length > 0) throw new Error(`${file} is damaged: ${damage[0]}`);
  if (migrations === null) throw new Error(`${file} is a database, but not one of Tessera.`);
  const unknown = unknownMigrations(migrations, modules);
  if (unknown.length > 0)
    throw new Error(`${file} was written by a newer version of Tessera (${unknown.join(', ')}). Update Tessera first.`);
  return migrationNames(modules).filter((name) => !migrations.includes(name));
}

/** What is to be replaced. A database that cannot be read may be replaced like any other: only with force. */
function look(file: string): { readonly holdsData: boolean; readonly sound: boolean } {
  if (!existsSync(file)) return { holdsData: false, sound: false };
  try {
    const { migrations, damage, bytes } = inspectSqlite(file);
    return { holdsData: (migrations ?? []).length > 0, sound: damage.length === 0 && bytes > 0 };
  } catch {
    return { holdsData: true, sound: false };
  }
}
