// Servers under measurement, each on a core of its own where the machine lets us choose.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinned } from './cores.ts';
import type { Installation } from './installation.ts';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export interface Running {
  readonly base: string;
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

const running = new Set<ChildProcess>();
/** Ends what still runs, for a run that is broken off. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
  });

/** @param pin whether it has core 0 for itself; several processes take what the machine has */
async function start(
  args: string[],
  port: number,
  { pin, environment = {}, cwd = root }: { pin: boolean; environment?: NodeJS.ProcessEnv; cwd?: string },
): Promise<Running> {
  const [file, rest] = pin ? pinned('0', process.execPath, args) : [process.execPath, args];
  const child = spawn(file, rest, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  await new Promise<void>((ready, failed) => {
    child.stdout?.once('data', () => ready());
    child.once('exit', (code) => failed(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  return { base: `http://127.0.0.1:${port}`, port, pid: child.pid ?? 0, stop: () => stop(child) };
}

const COMMAND_LINE = join(root, 'packages/server/bin/tessera.js');
const ADMIN = { TESSERA_ADMIN_USER: 'admin', TESSERA_ADMIN_PASSWORD: 'Admin123!x' };

/** The bound on the database of an installation. */
export async function startBare(
  { dialect, location }: Pick<Installation, 'dialect' | 'location'>,
  { processes = 1, tuned = false }: { processes?: number; tuned?: boolean } = {},
): Promise<Running> {
  const port = await freePort();
  const script = join(root, 'bench/bare/server.ts');
  const args = [script, String(port), dialect, location, String(processes), ...(tuned ? ['tuned'] : [])];
  return start(args, port, { pin: processes === 1 });
}

/** A script of a folder, called with its port first, that says when it listens. */
export async function startScript(script: string, args: readonly string[], folder: string): Promise<Running> {
  const port = await freePort();
  return start([script, String(port), ...args], port, { pin: true, cwd: folder });
}

type Served = Pick<Installation, 'folder' | 'environment'>;

export async function startTessera(
  { folder, environment }: Served,
  args: readonly string[] = [],
  processes = 1,
): Promise<Running> {
  const port = await freePort();
  const serve = [COMMAND_LINE, 'serve', '--port', String(port), '--workers', String(processes), ...args];
  return start(serve, port, {
    pin: processes === 1,
    environment: { ...ADMIN, TESSERA_VAR: folder, ...environment },
  });
}

/** A process that works off queued operations, on whatever core is free. */
export const startWorker = ({ folder, environment }: Served): Promise<Running> =>
  start([COMMAND_LINE, 'worker'], 0, { pin: false, environment: { TESSERA_VAR: folder, ...environment } });

/** Runs a command of the command line to its end. */
export function tessera(varFolder: string, args: string[], environment: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND_LINE, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...ADMIN, TESSERA_VAR: varFolder, ...environment },
  });
  if (status !== 0) throw new Error(`tessera ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export async function adminToken(base: string): Promise<string> {
  const response = await fetch(`${base}/rest/V1/integration/admin/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'Admin123!x' }),
  });
  if (response.status !== 200) throw new Error(`no admin token: ${response.status} ${await response.text()}`);
  return (await response.json()) as string;
}
