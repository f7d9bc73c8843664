import { hash } from 'node:crypto';
import { type Db, type Statement, statement } from '@tessera/database';
import type { Nonce, NonceStore } from './nonce-store.ts';

interface Row {
  readonly consumer_id: number;
  readonly nonce: string;
  readonly timestamp: number;
}
type Inserted = Pick<Row, 'consumer_id' | 'nonce'>;
type Values = Record<string, string | number>;

/** Nonces have any length and any characters; half a SHA-256 keeps rows short and is as good as unique. */
const rowOf = ({ consumerId, nonce, timestamp }: Nonce): Row => ({
  consumer_id: consumerId,
  nonce: hash('sha256', nonce, 'base64url').slice(0, 22),
  timestamp,
});
const keyOf = ({ consumer_id, nonce }: Inserted): string => `${consumer_id} ${nonce}`;

/**
 * Nonces where several processes write at once (PostgreSQL): one row each, and the primary key decides who was first.
 * A batch is one statement. Its time grows with the depth of the index only.
 */
export class NonceTable implements NonceStore {
  readonly batchSize = 64;
  readonly parallel = 4;
  readonly worthACommit = 16;
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The database looks them up. */
  async prepare(): Promise<void> {}

  async store(nonces: readonly Nonce[]): Promise<readonly boolean[]> {
    const rows = nonces.map(rowOf);
    // Each once, and in one order for all processes, lest two of them wait for each other's rows.
    const distinct = [...new Map(rows.map((row) => [keyOf(row), row]))].sort(([a], [b]) => (a < b ? -1 : 1));
    const inserted = await this.#insert(distinct.map(([, row]) => row));
    const fresh = new Set(inserted.map(keyOf));
    return rows.map((row) => fresh.delete(keyOf(row)));
  }

  async knows(nonce: Nonce): Promise<boolean> {
    const row = rowOf(nonce);
    const found = await this.#db.query
      .selectFrom('oauth_nonce')
      .select('nonce')
      .where('consumer_id', '=', row.consumer_id)
      .where('nonce', '=', row.nonce)
      .executeTakeFirst();
    return found !== undefined;
  }

  #insert(rows: readonly Row[]): Promise<Inserted[]> {
    const values: Values = {};
    rows.forEach((row, index) => {
      values[`consumer${index}`] = row.consumer_id;
      values[`nonce${index}`] = row.nonce;
      values[`timestamp${index}`] = row.timestamp;
    });
    return this.#db.run(insertOf(rows.length), values);
  }
}

/** One statement per number of rows, so that each is prepared once. */
const statements: Statement<Values, Inserted>[] = [];

function insertOf(size: number): Statement<Values, Inserted> {
  return (statements[size] ??= statement<Values>()((db, slot) =>
    db
      .insertInto('oauth_nonce')
      .values(
        Array.from({ length: size }, (_, index) => ({
          consumer_id: slot(`consumer${index}`),
          nonce: slot(`nonce${index}`),
          timestamp: slot(`timestamp${index}`),
        })),
      )
      .onConflict((conflict) => conflict.columns(['consumer_id', 'nonce']).doNothing())
      .returning(['consumer_id', 'nonce']),
  ));
}
