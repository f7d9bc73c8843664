import { randomFillSync } from 'node:crypto';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Installation } from './installation.ts';

const ENTRY_BYTES = 12;
const BATCH = 1000;
/** Seconds over which they are spread; nonces are remembered for 120 minutes. */
const SPREAD = 6000;

/** Puts so many remembered nonces of the last hundred minutes into the database of a server that is stopped. */
export async function rememberNonces({ dialect, location }: Installation, count: number): Promise<void> {
  const from = Math.floor(Date.now() / 1000) - SPREAD;
  if (dialect === 'sqlite') logged(location, count, from);
  else await tabled(location, count, from);
}

/** As `NonceLog` writes them: batches of fingerprints with their timestamps. */
function logged(file: string, count: number, from: number): void {
  const database = new Database(file);
  const insert = database.prepare('insert into oauth_nonce_log (position, newest, entries) values (?, ?, ?)');
  const { last } = database.prepare('select coalesce(max(position), 0) as last from oauth_nonce_log').get() as {
    last: number;
  };
  const batches = count / BATCH;
  database.transaction(() => {
    for (let batch = 0; batch < batches; batch++) {
      const timestamp = from + Math.floor((batch / batches) * SPREAD);
      const entries = randomFillSync(Buffer.allocUnsafe(BATCH * ENTRY_BYTES));
      for (let at = 8; at < entries.length; at += ENTRY_BYTES) entries.writeUInt32LE(timestamp, at);
      insert.run(last + 1 + batch, timestamp, entries);
    }
  })();
  database.close();
}

/** As `NonceTable` writes them: one row each. */
async function tabled(url: string, count: number, from: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into oauth_nonce (consumer_id, nonce, timestamp)
     select 1, left(translate(encode(sha256(n::text::bytea), 'base64'), '+/', '-_'), 22), $1 + n * ${SPREAD} / $2
     from generate_series(1::bigint, $2) as n`,
    [from, count],
  );
  await client.query('analyze oauth_nonce');
  await client.end();
}
