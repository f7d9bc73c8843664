// A PostgreSQL server of this run alone, which may be stopped, killed and filled up.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childrenOf } from '../proc.ts';
import { freePort } from '../processes.ts';

export interface OwnPostgres {
  readonly url: string;
  readonly folder: string;
  readonly start: () => void;
  /** `fast` ends sessions and shuts down in order, `immediate` is a crash. */
  readonly stop: (mode: 'fast' | 'immediate') => void;
  readonly sql: (text: string) => string;
  /** Holds all its processes: connections stay open and are accepted, and nothing is answered. */
  readonly freeze: () => void;
  readonly thaw: () => void;
}

const binaries = (): string | null => {
  const found = globSync('/usr/lib/postgresql/*/bin/initdb').sort().at(-1);
  return found === undefined ? null : dirname(found);
};

/** Makes a server in a folder, null where PostgreSQL is not installed. It refuses to run as root: then as `postgres`. */
export async function ownPostgres(folder: string): Promise<OwnPostgres | null> {
  const bin = binaries();
  if (bin === null) return null;
  const root = process.getuid?.() === 0;
  const run = (program: string, args: string[]): string => {
    const [command, all] = root
      ? ['runuser', ['-u', 'postgres', '--', join(bin, program), ...args]]
      : [join(bin, program), args];
    return execFileSync(command, all, { encoding: 'utf8', cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  };
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--wal-segsize=1']);
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c min_wal_size=2MB -c max_wal_size=16MB`;
  const start = (): void => {
    // Its output must not hold our pipe open.
    const args = ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start'];
    const [command, all] = root
      ? ['runuser', ['-u', 'postgres', '--', join(bin, 'pg_ctl'), ...args]]
      : [join(bin, 'pg_ctl'), args];
    const { status } = spawnSync(command, all, { cwd: '/', stdio: 'ignore' });
    if (status !== 0) throw new Error('PostgreSQL did not start');
  };
  start();
  const sql = (text: string): string =>
    run('psql', ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'postgres', '-Atc', text]);
  sql('create database tessera');
  const signal = (name: NodeJS.Signals): void => {
    const [first = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const postmaster = Number(first);
    for (const pid of [postmaster, ...childrenOf(postmaster)]) process.kill(pid, name);
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/tessera`,
    folder,
    start,
    stop: (mode) => void run('pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']),
    sql,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  };
}
