import { existsSync } from 'node:fs';
import { migrate, migrationNames, openDatabase, recordedMigrations, unknownMigrations } from '@tessera/database';
import type { Command } from 'commander';
import { NewerSchemaError } from '../../application.ts';
import { installedModules } from '../../installed-modules.ts';
import { databaseLocation, varFolder } from '../environment.ts';
import { environmentModules, loadModules } from '../load-modules.ts';
import { print } from '../output.ts';

interface MigrateOptions {
  check?: boolean;
  json?: boolean;
}

/** `tessera migrate`: what every start does as well, on its own. */
export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('bring the schema of the database up to date')
    .option('--check', 'change nothing; exit code 1 where something is to be done')
    .option('--json', 'print JSON')
    .action(async ({ check, json }: MigrateOptions) => {
      const modules = installedModules(await loadModules(environmentModules()));
      const location = databaseLocation(varFolder());
      const all = migrationNames(modules);
      if (check === true && location.dialect === 'sqlite' && !existsSync(location.file)) {
        print({ pending: all, unknown: [] }, json === true);
        process.exitCode = 1;
        return;
      }
      const database = await openDatabase(location);
      try {
        const done = (await recordedMigrations(database.unhurried.query)) ?? [];
        const unknown = unknownMigrations(done, modules);
        if (check === true) {
          const pending = all.filter((name) => !done.includes(name));
          print({ pending, unknown }, json === true);
          if (pending.length + unknown.length > 0) process.exitCode = 1;
          return;
        }
        if (unknown.length > 0)
          throw new NewerSchemaError(`The database was written by a newer version of Tessera (${unknown.join(', ')}).`);
        print({ applied: await migrate(database, modules, Date.now) }, json === true);
      } finally {
        await database.close();
      }
    });
}
