import type { Command } from 'commander';
import { installedModules } from '../../installed-modules.ts';
import { backup } from '../../operations/backup.ts';
import { restore } from '../../operations/restore.ts';
import { databaseLocation, varFolder } from '../environment.ts';
import { environmentModules, loadModules } from '../load-modules.ts';
import { print } from '../output.ts';

interface RestoreOptions {
  json?: boolean;
  force?: boolean;
}

export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('write a backup of the database while it is in use (SQLite)')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: boolean }) =>
      print(await backup(databaseLocation(varFolder()), file), json === true),
    );
  program
    .command('restore <file>')
    .description('put a backup in the place of the database; servers must be stopped (SQLite)')
    .option('--force', 'replace an installation that is not empty; it is kept beside')
    .option('--json', 'print JSON')
    .action(async (file: string, { force, json }: RestoreOptions) => {
      const modules = installedModules(await loadModules(environmentModules()));
      const location = databaseLocation(varFolder());
      print(await restore(location, file, { force: force === true, modules, now: Date.now() }), json === true);
    });
}
