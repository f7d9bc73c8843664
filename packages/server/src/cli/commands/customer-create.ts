import type { Command } from 'commander';
import { withApplication } from '../command.ts';
import { callWebApi } from '../web-api.ts';

interface CustomerOptions {
  email: string;
  firstname: string;
  lastname: string;
  password?: string;
  websiteId?: string;
}

export function addCustomerCommands(program: Command): void {
  withApplication<CustomerOptions>(
    program
      .command('customer:create')
      .description('create a customer')
      .requiredOption('--email <email>', 'e-mail address')
      .requiredOption('--firstname <name>', 'given name')
      .requiredOption('--lastname <name>', 'family name')
      .option('--password <password>', 'password; without one the customer sets it by a mailed link')
      .option('--website-id <id>', 'website', '1'),
    (application, { email, firstname, lastname, password, websiteId }) =>
      callWebApi(application, 'POST', '/V1/customers', {
        customer: { email, firstname, lastname, website_id: websiteId },
        ...(password === undefined ? {} : { password }),
      }),
  );
}
