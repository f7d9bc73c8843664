import { hash } from 'node:crypto';
import { type Db, type Statement, statement } from '@tessera/database';

/** A nonce that came with a good signature. */
export interface Nonce {
  readonly consumerId: number;
  readonly nonce: string;
  /** Epoch seconds. */
  readonly timestamp: number;
}

/**
 * Records a nonce; resolves once it is stored, with false where the consumer has used it before.
 *
 * The database is the only judge: the primary key (consumer, nonce) lets exactly one of any number of simultaneous
 * requests pass, in one process or many, and after a crash nothing has to be believed that was not stored. What would
 * make that slow is one transaction per call, so the nonces of all requests that arrived in the same turn of the event
 * loop share one (group commit): every request waits for its own nonce to be stored, but for at most two commits. With
 * one client nothing is shared and nothing is lost; the more load there is, the less a nonce costs.
 *
 * A memory of recent nonces would save no write, since a good request has a new nonce; and an answer given before the
 * write would let a replay pass after a crash. So there is neither.
 *
 * Time does not grow with the number of remembered nonces except by the depth of the index (ten million: four pages).
 */
export function recordNonce(db: Db, nonce: Nonce): Promise<boolean> {
  let register = registers.get(db);
  if (register === undefined) registers.set(db, (register = new NonceRegister(db)));
  return register.record(nonce);
}

interface Waiting {
  readonly row: Row;
  readonly resolve: (fresh: boolean) => void;
  readonly reject: (error: unknown) => void;
}
interface Row {
  readonly consumer_id: number;
  readonly nonce: string;
  readonly timestamp: number;
}

const ROWS_PER_STATEMENT = 64;
const keyOf = ({ consumer_id, nonce }: Pick<Row, 'consumer_id' | 'nonce'>): string => `${consumer_id} ${nonce}`;
/** Nonces have any length and any characters; half a SHA-256 keeps rows short and is as good as unique. */
const nonceHash = (nonce: string): string => hash('sha256', nonce, 'base64url').slice(0, 22);

const registers = new WeakMap<Db, NonceRegister>();

/** Gathers the nonces of one turn of the event loop and writes them together. */
class NonceRegister {
  readonly #db: Db;
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(db: Db) {
    this.#db = db;
  }

  record({ consumerId, nonce, timestamp }: Nonce): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row: { consumer_id: consumerId, nonce: nonceHash(nonce), timestamp }, resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      // After all sockets that are ready have been read: their requests come along.
      setImmediate(() => void this.#writeAll());
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, ROWS_PER_STATEMENT);
      try {
        settle(batch, await insert(this.#db, rowsOf(batch)));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#busy = false;
  }
}

/** Each nonce once, in one order for all processes, lest two of them wait for each other's rows (PostgreSQL). */
function rowsOf(batch: readonly Waiting[]): Row[] {
  const rows = new Map(batch.map(({ row }) => [keyOf(row), row]));
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** The first request with a nonce that was new passes, any other with the same one does not. */
function settle(batch: readonly Waiting[], inserted: readonly Pick<Row, 'consumer_id' | 'nonce'>[]): void {
  const fresh = new Set(inserted.map(keyOf));
  for (const { row, resolve } of batch) resolve(fresh.delete(keyOf(row)));
}

type Inserted = Pick<Row, 'consumer_id' | 'nonce'>;
type Values = Record<string, string | number>;
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

function insert(db: Db, rows: readonly Row[]): Promise<Inserted[]> {
  const values: Values = {};
  rows.forEach((row, index) => {
    values[`consumer${index}`] = row.consumer_id;
    values[`nonce${index}`] = row.nonce;
    values[`timestamp${index}`] = row.timestamp;
  });
  return db.run(insertOf(rows.length), values);
}
