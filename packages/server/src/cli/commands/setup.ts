import type { Command } from 'commander';
import { DEMO_CUSTOMERS, seedCustomers, seedDemo } from '../../demo/seed.ts';
import { withApplication } from '../command.ts';
import { firstStart } from '../first-start.ts';

export function addSetupCommands(program: Command): void {
  withApplication<{ demo?: boolean }>(
    program
      .command('setup')
      .description('make the folder, the key, the tables and the first admin user, without serving')
      .option('--demo', 'with demo customers'),
    async (application, { demo }) => {
      const notes = await firstStart(application, { demo: demo === true });
      return { database: application.database.location, notes: notes.filter((note) => !note.includes('{address}')) };
    },
  );
  withApplication<{ customers?: string }>(
    program
      .command('seed')
      .description(`add demo customers: ${DEMO_CUSTOMERS} fixed ones, or as many as you say`)
      .option('--customers <number>', 'how many, up to 1,000,000'),
    async (application, { customers }) => {
      const call = application.internalCall('command');
      if (customers === undefined) return (await seedDemo(call)) ?? { customers: 0, addresses: 0 };
      return seedCustomers(call, Number(customers));
    },
  );
}
