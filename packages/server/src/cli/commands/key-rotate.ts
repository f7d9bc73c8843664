import type { Command } from 'commander';
import { rotateKey } from '../../operations/rotate-key.ts';
import { withApplication } from '../command.ts';
import { varFolder } from '../environment.ts';

export function addKeyCommands(program: Command): void {
  withApplication<{ reencryptOnly?: boolean }>(
    program
      .command('key:rotate')
      .description('add a new master key and encrypt all secrets with it, while servers are serving')
      .option('--reencrypt-only', 'add no key, only encrypt with the newest one what older ones have encrypted'),
    (application, { reencryptOnly }) => rotateKey(application, varFolder(), { add: reencryptOnly !== true }),
  );
}
