import type { Command } from 'commander';
import type { Application } from '../../application.ts';
import { type HttpHost, listen } from '../../host/http-host.ts';
import { openApplication } from '../environment.ts';
import { tuneGarbageCollection } from '../garbage-collection.ts';
import { onHangUp } from '../hang-up.ts';
import { hostOptions, portNumber } from '../host-options.ts';
import { onStopSignal } from '../stop-signal.ts';

interface WorkerOptions {
  lanes: string;
  module: string[];
  metricsPort?: string;
  metricsHost: string;
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
    .option('--metrics-port <number>', 'port on which to answer /health/live, /health/ready and /metrics')
    .option('--metrics-host <address>', 'address of that port', '127.0.0.1')
    .action(work);
}

async function work(options: WorkerOptions): Promise<void> {
  const lanes = Number(options.lanes);
  if (!Number.isInteger(lanes) || lanes < 1 || lanes > 64)
    throw new Error(`--lanes ${options.lanes} is not a number from 1 to 64`);
  const port = options.metricsPort === undefined ? null : portNumber('--metrics-port', options.metricsPort);
  const hangUp = onHangUp();
  tuneGarbageCollection();
  const application = await openApplication({ modules: options.module, traced: true });
  hangUp.means(application.reopenLog);
  try {
    const watch = port === null ? null : await listenForWatch(application, options.metricsHost, port);
    await application.bulkWorker.start(lanes);
    await application.webhookWorker.start();
    process.stdout.write(`Tessera works off queued operations of ${application.database.location}\n`);
    if (watch !== null)
      process.stdout.write(`  Metrics  http://${options.metricsHost}:${watch.address.port}/metrics\n`);
    onStopSignal(async () => {
      application.drain();
      await application.close();
      await watch?.close();
    });
  } catch (error) {
    await application.close();
    throw error;
  }
}

const listenForWatch = (application: Application, host: string, port: number): Promise<HttpHost> =>
  listen(application.handleWatch, hostOptions(application, { host, port, tls: null }));
