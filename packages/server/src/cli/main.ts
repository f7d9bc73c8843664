import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { explain } from '../explain.ts';
import { addAdminUserCommands } from './commands/admin-user.ts';
import { addAuditCommands } from './commands/audit-export.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addConfigCommands } from './commands/config.ts';
import { addCredentialCommands } from './commands/credentials.ts';
import { addCustomerCommands } from './commands/customer-create.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addIntegrationCommands } from './commands/integration.ts';
import { addKeyCommands } from './commands/key-rotate.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addModuleCommands } from './commands/module-status.ts';
import { addSetupCommands } from './commands/setup.ts';
import { addTokenCommands } from './commands/token.ts';
import { addWorkerCommand } from './commands/worker.ts';
import { addServeCommand } from './serve.ts';

/** Of this package, which stands elsewhere when it is published. */
const version = (): string => {
  const file = fileURLToPath(import.meta.resolve('@tessera/server/package.json'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
};

/** The command line `tessera`. A failure is one clear sentence on stderr and exit code 1. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('tessera')
    .description('A Magento 2 Web API and its integrations')
    .version(version())
    .showHelpAfterError('(add --help for the options)')
    .enablePositionalOptions();
  addServeCommand(program);
  addWorkerCommand(program);
  addSetupCommands(program);
  addConfigCommands(program);
  addAdminUserCommands(program);
  addCustomerCommands(program);
  addTokenCommands(program);
  addIntegrationCommands(program);
  addAuditCommands(program);
  addKeyCommands(program);
  addBackupCommands(program);
  addMigrateCommand(program);
  addDoctorCommand(program);
  addCredentialCommands(program);
  addModuleCommands(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`tessera: ${explain(error)}\n`);
    process.exitCode = 1;
    // One of several processes would not end by itself: it listens to the primary one.
    if (cluster.isWorker) process.exit();
  }
}
