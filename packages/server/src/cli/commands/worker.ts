import type { Command } from 'commander';
import { openApplication } from '../environment.ts';
import { onStopSignal } from '../stop-signal.ts';

interface WorkerOptions {
  lanes: string;
  module: string[];
}

/** `tessera worker`: works off queued operations beside the serving processes; on PostgreSQL in any number. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('work off queued operations (asynchronous and bulk calls) and deliver webhooks')
    .option('--lanes <number>', 'bulks that are worked on side by side', '1')
    .option(
      '--module <file>',
      'load a module of your own (may be repeated)',
      (file, list: string[]) => [...list, file],
      [],
    )
    .action(async (options: WorkerOptions) => {
      const lanes = Number(options.lanes);
      if (!Number.isInteger(lanes) || lanes < 1 || lanes > 64)
        throw new Error(`--lanes ${options.lanes} is not a number from 1 to 64`);
      const application = await openApplication({ modules: options.module, traced: true });
      await application.bulkWorker.start(lanes);
      await application.webhookWorker.start();
      process.stdout.write(`Tessera works off queued operations of ${application.database.location}\n`);
      onStopSignal(() => application.close());
    });
}
