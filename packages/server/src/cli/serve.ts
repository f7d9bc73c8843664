import type { Command } from 'commander';
import { trustedProxies } from '../host/client-address.ts';
import { listen } from '../host/http-host.ts';
import { normalBasePath, openApplication } from './environment.ts';

interface ServeOptions {
  port: string;
  host: string;
  demo?: boolean;
  basePath: string;
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
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port ${options.port} is not a port number`);
  const application = await openApplication({ basePath: normalBasePath(options.basePath) });
  const host = await listen(application.handle, {
    host: options.host,
    port,
    tls: null,
    trustedProxies: trustedProxies([]),
    limits: { bodyBytes: 20 * 1024 * 1024, headerBytes: 32 * 1024, requestMilliseconds: 60_000 },
  });
  process.stdout.write(
    `Tessera listens on http://${options.host}:${host.address.port}${normalBasePath(options.basePath)}/\n`,
  );
  const stop = (): void => {
    void host
      .close()
      .then(() => application.close())
      .then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
