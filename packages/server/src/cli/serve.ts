import cluster from 'node:cluster';
import type { Module } from '@tessera/webapi';
import type { Command } from 'commander';
import type { Application } from '../application.ts';
import { answerHeartbeats } from '../cluster/heartbeat.ts';
import { clusterMessage } from '../cluster/messages.ts';
import { answerCounts, clusterMetrics } from '../cluster/worker-metrics.ts';
import { WorkerPool, type WorkerPoolOptions } from '../cluster/worker-pool.ts';
import { listen } from '../host/http-host.ts';
import { startJobs } from '../jobs.ts';
import { drainTime, longestSilence } from '../settings.ts';
import { loadTls, type TlsOptions } from '../tls.ts';
import {
  type EnvironmentOptions,
  normalBasePath,
  type OpenedApplication,
  openApplication,
  varFolder,
} from './environment.ts';
import { firstStart, MADE } from './first-start.ts';
import { tuneGarbageCollection } from './garbage-collection.ts';
import { type HangUp, onHangUp } from './hang-up.ts';
import { hostOptions, portNumber } from './host-options.ts';
import { onStopSignal } from './stop-signal.ts';

interface ServeOptions extends TlsOptions {
  port: string;
  host: string;
  demo?: boolean;
  basePath: string;
  module: string[];
  workers: string;
  bulkWorker: boolean;
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('serve the Web API')
    .option('--port <number>', 'port to listen on', process.env['PORT'] || '8080')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--base-path <path>',
      'path below which everything stands, for example /magento',
      process.env['TESSERA_BASE_PATH'] ?? '',
    )
    .option('--demo', 'fill a fresh store with demo customers, and allow private addresses for callbacks')
    .option(
      '--module <file>',
      'load a module of your own (may be repeated)',
      (file, list: string[]) => [...list, file],
      [],
    )
    .option('--workers <number>', 'processes that share the port', '1')
    .option('--no-bulk-worker', 'leave queued operations to processes of `tessera worker`')
    .option('--tls-cert <file>', 'certificate (PEM) to serve over TLS')
    .option('--tls-key <file>', 'key (PEM) of the certificate')
    .option('--tls-self-signed', 'serve over TLS with a certificate of its own, for development')
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const workers = Number(options.workers);
  if (!Number.isInteger(workers) || workers < 1 || workers > 256)
    throw new Error(`--workers ${options.workers} is not a number from 1 to 256`);
  const hangUp = onHangUp();
  if (workers === 1) return serveHere(options, hangUp, true);
  if (cluster.isWorker) return serveHere(options, hangUp, false);
  const { location, notes, reopenLog, ...plan } = await prepare(options);
  const pool = new WorkerPool({ count: workers, ...plan });
  const port = await pool.start().catch((error: unknown) => {
    tellWhatWasMade(notes);
    throw error;
  });
  process.stdout.write(greetingOf(options, port, location, notes));
  hangUp.means(() => {
    reopenLog();
    void pool.replace();
  });
  onStopSignal(() => pool.stop());
}

/** Brings an installation to where it can be served, and says what there is to say about it. */
async function prepare(options: ServeOptions): Promise<
  Omit<WorkerPoolOptions, 'count'> & {
    readonly location: string;
    readonly notes: readonly string[];
    readonly reopenLog: () => void;
  }
> {
  const application = await open(options);
  try {
    const notes = await firstStart(application, { demo: options.demo === true });
    const { settings } = application.internalCall();
    return {
      location: application.database.location,
      notes,
      drainSeconds: settings.get(drainTime),
      silenceSeconds: settings.get(longestSilence),
      log: application.log,
      reopenLog: application.reopenLog,
    };
  } finally {
    await application.close();
  }
}

/** Serves in this process until a signal ends it. */
async function serveHere(options: ServeOptions, hangUp: HangUp, alone: boolean): Promise<void> {
  tuneGarbageCollection();
  const port = portNumber('--port', options.port);
  const tls = await loadTls(options, options.host, varFolder());
  const application = await open(options, { traced: true, ...(alone ? {} : { clusterMetrics: clusterMetrics() }) });
  hangUp.means(application.reopenLog);
  if (!alone) {
    answerCounts(application.metrics);
    answerHeartbeats();
  }
  try {
    const notes = alone ? await firstStart(application, { demo: options.demo === true }) : [];
    const settings = application.internalCall().settings;
    const host = await listen(application.handle, hostOptions(application, { host: options.host, port, tls })).catch(
      (error: unknown) => {
        tellWhatWasMade(notes);
        throw error;
      },
    );
    if (alone) process.stdout.write(greetingOf(options, host.address.port, application.database.location, notes));
    warmUp(application);
    if (options.bulkWorker) await application.bulkWorker.start();
    await application.webhookWorker.start();
    const jobs = startJobs(
      application,
      application.kernel.modules.flatMap((module) => module.jobs ?? []),
      (job, error) => application.log.error({ err: error, job }, 'a background job failed'),
    );
    process.on('message', (received) => {
      const message = clusterMessage(received);
      if (message?.tessera === 'drain') application.drain();
      if (message?.tessera === 'farewell') host.farewell();
    });
    onStopSignal(async () => {
      application.drain();
      if (alone) await new Promise((drained) => setTimeout(drained, settings.get(drainTime) * 1000));
      await host.close();
      await jobs.stop();
      await application.close();
    });
  } catch (error) {
    await application.close();
    throw error;
  }
}

/** A password that is shown only once is shown, though nothing is served. */
function tellWhatWasMade(notes: readonly string[]): void {
  const made = notes.filter((note) => MADE.test(note));
  if (made.length > 0)
    process.stdout.write(`Nothing is served yet, but was made:\n${made.map((note) => `  ${note}\n`).join('')}`);
}

/** Lets the modules read ahead; what fails here, at once or later, is read again when it is needed. */
function warmUp({ kernel, internalCall, log }: Application): void {
  const ahead = async ({ name, warmUp }: Module): Promise<void> => {
    try {
      await warmUp?.(internalCall());
    } catch (error) {
      log.error({ err: error, module: name }, 'could not read ahead');
    }
  };
  for (const module of kernel.modules) void ahead(module);
}

const open = (options: ServeOptions, more: EnvironmentOptions = {}): Promise<OpenedApplication> =>
  openApplication({
    ...more,
    basePath: normalBasePath(options.basePath),
    modules: options.module,
    allowPrivateAddresses: options.demo === true,
  });

function greetingOf(options: ServeOptions, port: number, location: string, notes: readonly string[]): string {
  const secure = options.tlsSelfSigned === true || options.tlsCert !== undefined;
  const address = `${secure ? 'https' : 'http'}://${options.host}:${port}${normalBasePath(options.basePath)}`;
  const lines = [`Web API  ${address}/rest/V1`, ...notes.map((note) => note.replaceAll('{address}', address))];
  return `Tessera serves ${location}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
