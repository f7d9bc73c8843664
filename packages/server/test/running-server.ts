import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const executable = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'bin/tessera.js');
export const ADMIN = { username: 'admin', password: 'Admin123!x' };

export interface RunningServer {
  readonly base: string;
  readonly process: ChildProcess;
  /** What it has printed so far, stdout and stderr. */
  readonly output: () => string;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

interface StartOptions {
  readonly args?: string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts a command as a process of its own and waits until it has printed what says that it is ready. */
async function start(
  args: string[],
  varFolder: string,
  ready: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Omit<RunningServer, 'base'>> {
  const child = spawn(process.execPath, [executable, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      TESSERA_VAR: varFolder,
      TESSERA_ADMIN_USER: ADMIN.username,
      TESSERA_ADMIN_PASSWORD: ADMIN.password,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((started, failed) => {
    const onData = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes(ready)) started();
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.once('exit', (code) => failed(new Error(`tessera ${args[0]} ended with ${code}: ${output}`)));
  });
  return {
    process: child,
    output: () => output,
    stop: (signal = 'SIGTERM') =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done();
        child.once('exit', () => done());
        child.kill(signal);
      }),
  };
}

/** Starts `tessera serve` as a process of its own and waits until it says that it serves. */
export async function startServer(
  varFolder: string,
  { args = [], environment, port: wanted }: StartOptions & { readonly port?: number } = {},
): Promise<RunningServer> {
  const port = wanted ?? (await freePort());
  const server = await start(['serve', '--port', String(port), ...args], varFolder, 'Web API', environment);
  const scheme = args.includes('--tls-self-signed') ? 'https' : 'http';
  return { base: `${scheme}://127.0.0.1:${port}`, ...server };
}

/** Starts `tessera worker` with a port for metrics as a process of its own and waits until it says that it works. */
export async function startWorker(
  varFolder: string,
  { args = [], environment }: StartOptions = {},
): Promise<RunningServer> {
  const port = await freePort();
  const worker = await start(['worker', '--metrics-port', String(port), ...args], varFolder, 'Metrics', environment);
  return { base: `http://127.0.0.1:${port}`, ...worker };
}

/** Runs a command to its end. */
export function runTessera(
  args: string[],
  varFolder: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [executable, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      TESSERA_VAR: varFolder,
      TESSERA_ADMIN_USER: ADMIN.username,
      TESSERA_ADMIN_PASSWORD: ADMIN.password,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done) => child.on('exit', (code) => done({ code: code ?? 1, stdout, stderr })));
}

export async function adminToken(base: string): Promise<string> {
  const response = await fetch(`${base}/rest/V1/integration/admin/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  return (await response.json()) as string;
}
