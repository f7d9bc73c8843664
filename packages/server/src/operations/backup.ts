import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { copySqlite, type DatabaseLocation, inspectSqlite } from '@tessera/database';

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly note: string;
}

const POSTGRES_BACKUP =
  'The data are in PostgreSQL, which has its own tool for this: pg_dump --format=custom --file=tessera.dump "$DATABASE_URL"';

/**
 * Writes a backup of a SQLite installation, as of one moment, while servers go on serving.
 * @throws Error where the file exists, where there is nothing to back up, for PostgreSQL, and for a copy that is not sound
 */
export async function backup(location: DatabaseLocation, target: string): Promise<Backup> {
  if (location.dialect === 'postgres') throw new Error(POSTGRES_BACKUP);
  const file = resolve(target);
  if (!existsSync(location.file)) throw new Error(`There is no database at ${location.file}.`);
  if (existsSync(file)) throw new Error(`${file} exists already; a backup never replaces another.`);
  await copySqlite(location.file, file);
  const { damage } = inspectSqlite(file);
  if (damage.length > 0) throw new Error(`The backup ${file} is damaged, and so is the database: ${damage[0]}`);
  return {
    file,
    bytes: statSync(file).size,
    note: 'The master key is not in the backup. Keep a copy of it elsewhere: without it the secrets in the backup cannot be read.',
  };
}
