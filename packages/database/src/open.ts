import type { StatementObserver } from './observed.ts';
import type { DatabaseLocation, OpenDatabase } from './open-database.ts';
import { openSqliteFile } from './open-sqlite.ts';
import { serverName } from './server-name.ts';

/** A database that cannot be opened; `cause` says why. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';

  constructor(where: string, cause: unknown) {
    super(`The database ${where} cannot be opened.`, { cause });
  }
}

/**
 * Opens a database. The SQLite file and its folder are created where missing.
 * @param observe hears of every statement; without it nothing is measured
 * @throws DatabaseUnavailableError
 */
export async function openDatabase(location: DatabaseLocation, observe?: StatementObserver): Promise<OpenDatabase> {
  try {
    return location.dialect === 'sqlite' ? openSqliteFile(location, observe) : await openServer(location, observe);
  } catch (error) {
    throw new DatabaseUnavailableError(location.dialect === 'sqlite' ? location.file : serverName(location.url), error);
  }
}

/** The driver is loaded where a server is used only: the start on SQLite does not wait for it. */
const openServer = async (
  location: Extract<DatabaseLocation, { dialect: 'postgres' }>,
  observe: StatementObserver | undefined,
): Promise<OpenDatabase> => (await import('./open-postgres.ts')).openPostgres(location, observe);
