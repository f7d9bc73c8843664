import type { Command } from 'commander';
import { trustedProxies } from '../host/client-address.ts';
import { listen } from '../host/http-host.ts';
import { startJobs } from '../jobs.ts';
import { bodySize, headerSize, offloaderHeader, requestTime, trustedProxyList } from '../settings.ts';
import { loadTls, type TlsOptions } from '../tls.ts';
import { normalBasePath, openApplication, varFolder } from './environment.ts';
import { explain } from './explain.ts';
import { firstStart } from './first-start.ts';

interface ServeOptions extends TlsOptions {
  port: string;
  host: string;
  demo?: boolean;
  basePath: string;
  module: string[];
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('serve the Web API')
    .option('--port <number>', 'port to listen on', process.env['PORT'] ?? '8080')
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
    .option('--tls-cert <file>', 'certificate (PEM) to serve over TLS')
    .option('--tls-key <file>', 'key (PEM) of the certificate')
    .option('--tls-self-signed', 'serve over TLS with a certificate of its own, for development')
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port ${options.port} is not a port number`);
  const basePath = normalBasePath(options.basePath);
  const tls = await loadTls(options, options.host, varFolder());
  const application = await openApplication({ basePath, modules: options.module });
  try {
    const notes = await firstStart(application, { demo: options.demo === true });
    const settings = application.internalCall().settings;
    const host = await listen(application.handle, {
      host: options.host,
      port,
      tls,
      trustedProxies: trustedProxies(settings.get(trustedProxyList), settings.get(offloaderHeader)),
      limits: {
        bodyBytes: settings.get(bodySize),
        headerBytes: settings.get(headerSize),
        requestMilliseconds: settings.get(requestTime) * 1000,
      },
    });
    const address = `${tls === null ? 'http' : 'https'}://${options.host}:${host.address.port}${basePath}`;
    process.stdout.write(
      `Tessera serves ${application.database.location}\n  Web API  ${address}/rest/V1\n${notes.map((note) => `  ${note}\n`).join('')}`,
    );
    const jobs = startJobs(
      application,
      application.kernel.modules.flatMap((module) => module.jobs ?? []),
      (job, error) => process.stderr.write(`the background job ${job} failed: ${explain(error)}\n`),
    );
    stopOnSignal(async () => {
      await host.close();
      await jobs.stop();
      await application.close();
    });
  } catch (error) {
    await application.close();
    throw error;
  }
}

/** Finishes what is under way, then ends; a second signal ends at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
