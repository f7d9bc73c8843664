import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { moveAway } from './cores.ts';
import { nameAndParent } from './proc.ts';

const server = process.env['TESSERA_BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function inSession<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 2000 });
  await client.connect();
  return run(client).finally(() => client.end());
}

const administer = (sql: string): Promise<void> => inSession(async (client) => void (await client.query(sql)));

/**
 * Moves the PostgreSQL server away from the core of the event loop under measurement.
 * @returns lets it have all cores again; null where it is not on this machine or not ours to move
 */
export const movePostgresAway = (): Promise<(() => void) | null> =>
  inSession(async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const backend = nameAndParent(rows[0]?.pid ?? 0);
    return backend?.name.startsWith('postgres') ? moveAway(backend.parent) : null;
  });

/** An empty PostgreSQL database for a measurement, null where no server is reached. */
export async function postgresDatabase(): Promise<{ url: string; drop: () => Promise<void> } | null> {
  const name = `tessera_bench_${randomBytes(6).toString('hex')}`;
  try {
    await administer(`create database ${name}`);
  } catch {
    return null;
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database ${name} with (force)`) };
}
