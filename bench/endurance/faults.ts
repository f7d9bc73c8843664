import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinned } from '../cores.ts';
import { adminToken, freePort, root } from '../processes.ts';
import { ended, type Fault, pause, type Scene } from './fault.ts';
import { faultList } from './fault-list.ts';
import { ownPostgres } from './own-postgres.ts';
import { smallDisk } from './small-disk.ts';
import { count, met, ms, table } from './table.ts';
import { whatIsThere, writeDuring } from './writers.ts';

const DISK_MEGABYTES = { sqlite: 24, postgres: 160 };
const BEFORE_MS = 1500;
const AFTER_MS = 4000;

/** Each fault under a stream of writes: what is lost, what callers see, how long until normal. */
export async function faults(databases: readonly string[], only: string): Promise<string> {
  const rows: string[][] = [];
  for (const fault of faultList.filter(({ name }) => name.includes(only)))
    for (const database of fault.databases) {
      if (!databases.includes(database)) continue;
      process.stderr.write(`${database}: ${fault.name}\n`);
      rows.push(
        await row(fault, database).catch((error: unknown) => [
          database,
          fault.name,
          '–',
          '–',
          '–',
          `not measured: ${String(error)}`,
          '–',
          '–',
        ]),
      );
    }
  return table(
    [
      'database',
      'fault',
      'acknowledged writes',
      'lost',
      'half-written',
      'what callers saw',
      'longest answer',
      'normal after',
    ],
    rows,
  );
}

async function row(fault: Fault, database: 'sqlite' | 'postgres'): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-fault-'));
  // PostgreSQL may run as another user.
  chmodSync(folder, 0o755);
  const disk = fault.needsSmallDisk === true ? smallDisk(join(folder, 'disk'), DISK_MEGABYTES[database]) : null;
  if (fault.needsSmallDisk === true && disk === null) throw new Error('this user may not mount a small disk');
  const data = disk?.folder ?? folder;
  const postgres = database === 'postgres' ? await ownPostgres(join(data, 'postgres')) : null;
  if (database === 'postgres' && postgres === null) throw new Error('PostgreSQL is not installed');
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const startServer = async (): Promise<void> => {
    server = await serve(fault, port, join(data, 'var'), postgres?.url ?? '');
  };
  try {
    await startServer();
    const token = await adminToken(base);
    const scene: Scene = {
      base,
      port,
      token,
      folder: join(data, 'var'),
      postgres,
      disk,
      startServer,
      server: () => server as ChildProcess,
    };
    let remark: string | undefined;
    const seen = await writeDuring(base, token, async (over) => {
      await pause(BEFORE_MS);
      remark = (await fault.happen(scene)) ?? undefined;
      over();
      await pause(AFTER_MS);
    });
    const { lost, halfWritten } = await whatIsThere(base, token, seen.acknowledged);
    const troubles = [...seen.troubles].map(([what, times]) => `${count(times)} × ${what}`);
    return [
      database,
      fault.name,
      count(seen.acknowledged.length),
      lost === 0 ? '0' : `**${lost}**`,
      halfWritten === 0 ? '0' : `**${halfWritten}**`,
      [...(troubles.length === 0 ? ['nothing'] : troubles), ...(remark === undefined ? [] : [remark])].join('; '),
      ms(seen.longestMilliseconds),
      `${ms(seen.normalAfterMilliseconds)}${seen.normalAfterMilliseconds <= 5000 ? '' : ` (within 5 s: ${met(false)})`}`,
    ];
  } finally {
    const last = server as ChildProcess | null;
    last?.kill('SIGTERM');
    if (last !== null) await Promise.race([ended(last), pause(15_000).then(() => last.kill('SIGKILL'))]);
    disk?.free();
    postgres?.stop('immediate');
    disk?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts `tessera serve` and waits until it says that it serves. */
async function serve(fault: Fault, port: number, varFolder: string, url: string): Promise<ChildProcess> {
  const tessera = [
    join(root, 'packages/server/bin/tessera.js'),
    'serve',
    '--port',
    String(port),
    ...(fault.serveArgs ?? []),
  ];
  const [command, ...args] = [...(fault.under ?? []), ...pinnedCommand(tessera)];
  const child = spawn(command as string, args, {
    cwd: root,
    env: {
      ...process.env,
      TESSERA_VAR: varFolder,
      DATABASE_URL: url,
      TESSERA_ADMIN_USER: 'admin',
      TESSERA_ADMIN_PASSWORD: 'Admin123!x',
      TESSERA_LOG_LEVEL: process.env['TESSERA_LOG_LEVEL'] ?? 'silent',
      ...fault.environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((ready, failed) => {
    child.stdout?.once('data', () => ready());
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}`)));
  });
  return child;
}

const pinnedCommand = (args: string[]): string[] => {
  const [command, all] = pinned('0', process.execPath, args);
  return [command, ...all];
};
