import { existsSync } from 'node:fs';
import {
  type DatabaseLocation,
  inspectSqlite,
  migrationNames,
  type OpenDatabase,
  openDatabase,
  recordedMigrations,
  unknownMigrations,
} from '@tessera/database';
import type { Module } from '@tessera/webapi';
import { explain } from '../explain.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const CLOCK_TOLERANCE_MS = 5000;

/** Opens the database for further checks; null where it cannot be used. What is missing is not made. */
export async function checkDatabase(
  location: DatabaseLocation,
  modules: readonly Module[],
  now: () => number,
): Promise<{ database: OpenDatabase | null; findings: Finding[] }> {
  const findings: Finding[] = [];
  try {
    if (location.dialect === 'sqlite') {
      if (!existsSync(location.file))
        return {
          database: null,
          findings: [problem('database', `There is no database at ${location.file}. Do: tessera setup`)],
        };
      const { damage, bytes } = inspectSqlite(location.file);
      if (damage.length > 0)
        return { database: null, findings: [problem('database', `${location.file} is damaged: ${damage[0]}`)] };
      findings.push(ok('database', `${location.file} is sound (${Math.ceil(bytes / 1024)} kB).`));
    }
    const database = await openDatabase(location);
    try {
      if (location.dialect === 'postgres') findings.push(...(await checkServer(database, now)));
      const schema = await checkSchema(database, modules);
      findings.push(schema);
      if (schema.state === 'ok') return { database, findings };
    } catch (error) {
      await database.close();
      throw error;
    }
    await database.close();
  } catch (error) {
    findings.push(problem('database', `The database cannot be used: ${explain(error)}`));
  }
  return { database: null, findings };
}

async function checkServer({ serverTime, location }: OpenDatabase, now: () => number): Promise<Finding[]> {
  const apart = Math.abs(((await serverTime?.()) ?? Number.NaN) - now());
  return [
    ok('database', `${location} answers.`),
    apart > CLOCK_TOLERANCE_MS
      ? problem('clock', `The clocks of this machine and the database are ${Math.round(apart / 1000)} seconds apart.`)
      : ok('clock', 'The clocks of this machine and the database agree.'),
  ];
}

async function checkSchema({ db }: OpenDatabase, modules: readonly Module[]): Promise<Finding> {
  const done = await recordedMigrations(db.query);
  if (done === null) return problem('schema', 'The database is empty. Do: tessera setup');
  const unknown = unknownMigrations(done, modules);
  if (unknown.length > 0)
    return problem('schema', `The schema is of a newer version of Tessera (${unknown.join(', ')}). Update Tessera.`);
  const pending = migrationNames(modules).filter((name) => !done.includes(name));
  return pending.length > 0
    ? warning('schema', `${pending.length} migrations are to be run; the next start does, or: tessera migrate`)
    : ok('schema', `The schema is up to date (${done.length} migrations).`);
}
