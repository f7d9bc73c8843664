import type { Command } from 'commander';
import { withApplication } from '../command.ts';
import { callWebApi } from '../web-api.ts';

interface UserOptions {
  username: string;
  password: string;
  email: string;
  firstname: string;
  lastname: string;
  roleId: string;
}

export function addAdminUserCommands(program: Command): void {
  withApplication<UserOptions>(
    program
      .command('admin:user:create')
      .description('create an admin user')
      .requiredOption('--username <name>', 'name to sign in with')
      .requiredOption('--password <password>', 'at least 7 characters with letters and digits')
      .requiredOption('--email <email>', 'e-mail address')
      .option('--firstname <name>', 'given name', 'Admin')
      .option('--lastname <name>', 'family name', 'User')
      .option('--role-id <id>', 'role; 1 has all resources', '1'),
    (application, { roleId, ...user }) =>
      callWebApi(application, 'POST', '/V1/adminUsers', { user: { ...user, role_id: roleId } }),
  );
}
