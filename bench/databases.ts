import { randomBytes } from 'node:crypto';
import pg from 'pg';

const server = process.env['TESSERA_BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 2000 });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

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
