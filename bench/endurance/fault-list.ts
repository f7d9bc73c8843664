import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { childrenOf } from '../proc.ts';
import { signedCalls } from './clock-fault.ts';
import { ended, type Fault, pause, type Scene } from './fault.ts';

const both = ['sqlite', 'postgres'] as const;
const HOLD_MS = 3000;
const SILENCE_MS = 15_000;

const workersOf = ({ server }: Scene): number[] => childrenOf(server().pid ?? 0);

/** Each of the faults of docs/endurance.md. */
export const faultList: readonly Fault[] = [
  {
    name: 'database restarted',
    databases: ['postgres'],
    happen: async ({ postgres }) => {
      postgres?.stop('fast');
      postgres?.start();
    },
  },
  {
    name: 'database crashed, back after 3 s',
    databases: ['postgres'],
    happen: async ({ postgres }) => {
      postgres?.stop('immediate');
      await pause(HOLD_MS);
      postgres?.start();
    },
  },
  {
    name: 'database does not answer for 15 s (time limit 5 s)',
    databases: ['postgres'],
    environment: { TESSERA_DATABASE_TIMEOUT: '5' },
    happen: async ({ postgres }) => {
      postgres?.freeze();
      await pause(SILENCE_MS);
      postgres?.thaw();
    },
  },
  {
    name: 'all sessions of the database ended, five times',
    databases: ['postgres'],
    happen: async ({ postgres }) => {
      for (let i = 0; i < 5; i++) {
        postgres?.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'tessera'");
        await pause(300);
      }
    },
  },
  {
    name: 'database locked by another program for 3 s',
    databases: ['sqlite'],
    happen: async ({ folder }) => {
      const other = new Sqlite(join(folder, 'tessera.sqlite'), { timeout: 10_000 });
      other.exec('begin immediate');
      await pause(HOLD_MS);
      other.exec('rollback');
      other.close();
    },
  },
  {
    name: 'disk full for 3 s',
    databases: both,
    needsSmallDisk: true,
    happen: async ({ disk }) => {
      disk?.fill();
      await pause(HOLD_MS);
      disk?.free();
    },
  },
  {
    name: 'clock an hour ahead for 3 s, then back',
    databases: both,
    environment: { NODE_OPTIONS: `--import=${fileURLToPath(new URL('./clock.ts', import.meta.url))}` },
    happen: async (scene) => {
      const calls = await signedCalls(scene);
      const before = await calls.ask();
      scene.server().kill('SIGUSR2');
      await pause(200);
      const ahead = await calls.ask();
      await pause(HOLD_MS);
      scene.server().kill('SIGUSR2');
      await pause(200);
      const after = await calls.ask();
      return `signed calls: ${before} before, ${ahead} ahead, ${after} after; ${await calls.replay()} replays accepted`;
    },
  },
  {
    name: 'one of two workers killed (SIGKILL)',
    databases: both,
    serveArgs: ['--workers', '2'],
    happen: async (scene) => {
      process.kill(workersOf(scene)[0] ?? 0, 'SIGKILL');
    },
  },
  {
    name: 'the only process killed (SIGKILL), started again at once',
    databases: both,
    happen: async ({ server, startServer }) => {
      server().kill('SIGKILL');
      await ended(server());
      await startServer();
    },
  },
  {
    name: 'workers replaced (SIGHUP)',
    databases: both,
    serveArgs: ['--workers', '2'],
    happen: async (scene) => {
      const before = workersOf(scene);
      scene.server().kill('SIGHUP');
      const until = Date.now() + 20_000;
      while (workersOf(scene).some((pid) => before.includes(pid)) && Date.now() < until) await pause(50);
    },
  },
  {
    name: 'stopped (SIGTERM), started again',
    databases: both,
    happen: async ({ server, startServer }) => {
      server().kill('SIGTERM');
      await ended(server());
      await startServer();
    },
  },
  {
    name: 'out of file descriptors for 3 s',
    databases: both,
    under: ['prlimit', '--nofile=150:150'],
    happen: async ({ port }) => {
      const sockets = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => {}));
      await pause(HOLD_MS);
      for (const socket of sockets) socket.destroy();
    },
  },
];
