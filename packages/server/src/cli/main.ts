import { renderMessage, WebapiError } from '@tessera/webapi';
import { Command } from 'commander';
import { addConfigCommands } from './commands/config.ts';
import { addCustomerCommands } from './commands/customer-create.ts';
import { addModuleCommands } from './commands/module-status.ts';
import { addServeCommand } from './serve.ts';

/** The command line `tessera`. A failure is one clear sentence on stderr and exit code 1. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('tessera')
    .description('A Magento 2 Web API and its integrations')
    .showHelpAfterError('(add --help for the options)')
    .enablePositionalOptions();
  addServeCommand(program);
  addConfigCommands(program);
  addCustomerCommands(program);
  addModuleCommands(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`tessera: ${explain(error)}\n`);
    process.exitCode = 1;
  }
}

const SYSTEM: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is in use by another program. Choose another with --port.',
  EACCES: 'Permission denied.',
  EROFS: 'The folder is on a read-only file system.',
  ENOSPC: 'The disk is full.',
  ECONNREFUSED: 'The database cannot be reached (connection refused).',
  ENOTFOUND: 'The host of the database is not known.',
};

/** One sentence for a failure, without a stack trace. */
export function explain(error: unknown): string {
  if (error instanceof WebapiError) {
    const details = error.errors.map((detail) => renderMessage(detail.message, detail.parameters));
    return [renderMessage(error.message, error.parameters), ...details].join(' ');
  }
  if (!(error instanceof Error)) return String(error);
  const { code, path, port } = error as NodeJS.ErrnoException & { port?: number };
  const sentence = code === undefined ? undefined : SYSTEM[code];
  if (sentence === undefined) return error.message.split('\n')[0] || error.name;
  const where = path ?? (port === undefined ? undefined : `port ${port}`);
  return where === undefined ? sentence : `${where}: ${sentence}`;
}
