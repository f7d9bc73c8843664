// The server under load: a fresh installation with customers, and the requests that it is asked.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveHelpersAway } from '../cores.ts';
import { movePostgresAway, postgresDatabase } from '../databases.ts';
import { adminToken, type Running, startBare, startTessera, tessera } from '../processes.ts';
import { type LoadPlan, putLoad } from './load.ts';

const CUSTOMERS = 1000;
/** Most connections that clients open: more than an overloaded server has to hold in its longest wait. */
export const CONNECTIONS = 2000;

/** A server that is asked, what it is asked in turn, and how. */
export type Asked = Pick<LoadPlan, 'port' | 'requests' | 'awake'>;
export interface Subject extends Running, Asked {
  readonly database: string;
  /** Runs something against bare HTTP on the same database, which answers the reads with two prepared statements. */
  readonly withBound: <T>(run: (bound: Asked) => Promise<T>) => Promise<T>;
}

/** Reads of customers by their ids with a Bearer token, and one new customer among a hundred requests. */
function requestsFor(token: string): string[] {
  const head = `host: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n`;
  const read = (id: number): string => `GET /rest/V1/customers/${id} HTTP/1.1\r\n${head}\r\n`;
  const body = JSON.stringify({ customer: { email: 'n%n@example.com', firstname: 'N', lastname: 'N' } });
  // `%n` becomes eight digits.
  const length = Buffer.byteLength(body) + 6;
  const write = `POST /rest/V1/customers HTTP/1.1\r\n${head}content-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;
  return [...Array.from({ length: 99 }, (_, i) => read(i + 1)), write];
}

/** Runs something against a fresh server. @param database `sqlite` or `postgres` */
export async function withSubject(database: string, run: (subject: Subject) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-endurance-'));
  const postgres = database === 'postgres' ? await postgresDatabase() : null;
  if (database === 'postgres' && postgres === null) throw new Error('no PostgreSQL server is reached');
  const environment = { DATABASE_URL: postgres?.url ?? '' };
  // PostgreSQL needs the core of the load.
  const awake = postgres === null;
  const moveBack = postgres === null ? null : await movePostgresAway();
  try {
    tessera(folder, ['seed', '--customers', String(CUSTOMERS)], environment);
    // All clients of this run have one address.
    tessera(folder, ['config:set', 'tessera/limits/connections_per_address', '0'], environment);
    const server = await startTessera({ folder, environment });
    moveHelpersAway(server.pid);
    const withBound: Subject['withBound'] = async (within) => {
      const dialect = postgres === null ? 'sqlite' : 'postgres';
      const bare = await startBare({ dialect, location: postgres?.url ?? join(folder, 'tessera.sqlite') });
      moveHelpersAway(bare.pid);
      try {
        const requests = requestsFor('').filter((request) => request.startsWith('GET'));
        return await within({ port: bare.port, requests, awake });
      } finally {
        await bare.stop();
      }
    };
    try {
      const asked = { ...server, requests: requestsFor(await adminToken(server.base)), awake };
      // With the first writes begins the thread that copies SQLite's log.
      await maximumRate(asked, 5);
      moveHelpersAway(server.pid);
      await run({ ...asked, database, withBound });
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    moveBack?.();
    await postgres?.drop();
  }
}

/** Answers per second of a server that 64 clients ask without a pause; the first seconds warm it up. */
export async function maximumRate(asked: Asked, seconds: number): Promise<number> {
  const phases = [
    { seconds: Math.min(5, seconds), rate: null },
    { seconds, rate: null },
  ];
  const [, measured] = await putLoad({ ...asked, phases, connections: 64 });
  if (measured === undefined || Object.keys(measured.statuses).join() !== '200')
    throw new Error(`not all were answered 200 at full speed: ${JSON.stringify(measured?.statuses)}`);
  return measured.perSecond;
}
