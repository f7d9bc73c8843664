import { createHash } from 'node:crypto';
import type { Db } from '@tessera/database';
import { sql } from 'kysely';

/** Tables that every call may write to, refused ones too: the log and the counts of calls, used nonces, last use. */
const LOGS: ReadonlySet<string> = new Set([
  'api_call',
  'api_call_count',
  'background_job',
  'integration_use',
  'oauth_nonce',
  'oauth_nonce_horizon',
  'oauth_nonce_log',
  'oauth_token_use',
  'rate_limit',
  'snapshot_version',
]);

type State = ReadonlyMap<string, string>;

/** A fingerprint of everything that is stored, by table. */
export async function storedState(db: Db): Promise<State> {
  const tables = await db.query.introspection.getTables();
  const state = new Map<string, string>();
  for (const { name } of tables.filter((table) => !LOGS.has(table.name))) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(db.query);
    const texts = rows.map((row) =>
      JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    );
    state.set(name, createHash('sha256').update(texts.sort().join('\n')).digest('hex'));
  }
  return state;
}

/** The tables in which something has changed. */
export const changedTables = (before: State, after: State): string[] =>
  [...after.keys()].filter((name) => before.get(name) !== after.get(name));
