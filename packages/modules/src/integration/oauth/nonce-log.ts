import { hash } from 'node:crypto';
import { type Db, statement } from '@tessera/database';
import { horizonSnapshot } from './nonce-horizon.ts';
import { NonceMemory } from './nonce-memory.ts';
import type { Nonce, NonceStore } from './nonce-store.ts';

interface Entry {
  readonly high: number;
  readonly low: number;
  readonly timestamp: number;
}

const ENTRY_BYTES = 12;
const ROWS_AT_ONCE = 500;
/** So many are read before other requests get a turn: a few milliseconds. */
const ENTRIES_AT_ONCE = 20_000;

const append = statement<{ position: number; newest: number; entries: Buffer }>()((db, slot) =>
  db
    .insertInto('oauth_nonce_log')
    .values({ position: slot('position'), newest: slot('newest'), entries: slot('entries') })
    .onConflict((conflict) => conflict.column('position').doNothing())
    .returning('position'),
);
const news = statement<{ seen: number }>()((db, slot) =>
  db
    .selectFrom('oauth_nonce_log')
    .select(['position', 'entries'])
    .where('position', '>', slot('seen'))
    .orderBy('position')
    .limit(ROWS_AT_ONCE),
);

/**
 * Nonces where processes share one file (SQLite): a log of batches, and in each process a memory of what the log says.
 *
 * A table with an index by nonce would dirty a page of its own for every nonce, so that a signed call would cost two
 * random page writes, the more the larger the table. The log is only ever written at its end, whatever its length;
 * whether a nonce is new is looked up in memory (some 16 bytes each).
 *
 * The memory may be behind, since other processes append, too. So a batch is appended at the position that follows the
 * last one that this process has read: if somebody else has taken it, nothing is written, what is new is read, and the
 * batch is judged again. Hence whoever appends has read everything before, and no nonce is ever appended twice. A
 * process that starts reads the log from its beginning, as soon as it listens and with turns for others in between.
 */
export class NonceLog implements NonceStore {
  readonly batchSize = 1000;
  readonly parallel = 1;
  readonly worthACommit = 1;
  readonly #db: Db;
  readonly #memory = new NonceMemory();
  #seen = 0;
  #started = false;
  #reading: Promise<void> = Promise.resolve();

  constructor(db: Db) {
    this.#db = db;
  }

  async prepare(): Promise<void> {
    if (!this.#started) await this.#readNews();
    this.#started = true;
  }

  async store(nonces: readonly Nonce[]): Promise<readonly boolean[]> {
    await this.prepare();
    this.#memory.forget(this.#db.snapshot(horizonSnapshot));
    const entries = nonces.map(entryOf);
    for (;;) {
      const fresh = this.#unused(entries);
      const chosen = entries.filter((_, index) => fresh[index]);
      if (chosen.length === 0 || (await this.#append(chosen))) return fresh;
      await this.#readNews();
    }
  }

  async knows(nonce: Nonce): Promise<boolean> {
    await this.#readNews();
    const { high, low } = entryOf(nonce);
    return this.#memory.has(high, low);
  }

  /** For each whether it is new; of equal ones, the first is. */
  #unused(entries: readonly Entry[]): boolean[] {
    const batch = new Set<string>();
    return entries.map((entry) => {
      const key = `${entry.high} ${entry.low}`;
      if (batch.has(key) || this.#memory.has(entry.high, entry.low)) return false;
      batch.add(key);
      return true;
    });
  }

  /** @returns false where another process was faster */
  async #append(entries: readonly Entry[]): Promise<boolean> {
    const position = this.#seen + 1;
    const newest = entries.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0);
    const appended = await this.#db.run(append, { position, newest, entries: packed(entries) });
    if (appended.length === 0) return false;
    this.#seen = position;
    for (const { high, low, timestamp } of entries) this.#memory.add(high, low, timestamp);
    return true;
  }

  #remember(entries: Buffer): void {
    for (let at = 0; at + ENTRY_BYTES <= entries.length; at += ENTRY_BYTES)
      this.#memory.add(entries.readUInt32LE(at), entries.readUInt32LE(at + 4), entries.readUInt32LE(at + 8));
  }

  /** Reads what has been appended since; one after the other, since each goes on where the one before has ended. */
  #readNews(): Promise<void> {
    const reading = this.#reading.catch(() => {}).then(() => this.#readOn());
    this.#reading = reading;
    return reading;
  }

  async #readOn(): Promise<void> {
    let read = 0;
    for (;;) {
      const rows = await this.#db.run(news, { seen: this.#seen });
      for (const { position, entries } of rows) {
        this.#remember(entries);
        this.#seen = position;
        read += entries.length / ENTRY_BYTES;
        if (read < ENTRIES_AT_ONCE) continue;
        read = 0;
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }
}

/** 64 bits of a SHA-256: among ten million nonces, one in two million million new ones is taken for used. */
function entryOf({ consumerId, nonce, timestamp }: Nonce): Entry {
  const digest = hash('sha256', `${consumerId} ${nonce}`, 'buffer');
  return { high: digest.readUInt32LE(0), low: digest.readUInt32LE(4), timestamp };
}

function packed(entries: readonly Entry[]): Buffer {
  const bytes = Buffer.allocUnsafe(entries.length * ENTRY_BYTES);
  entries.forEach(({ high, low, timestamp }, index) => {
    const at = index * ENTRY_BYTES;
    bytes.writeUInt32LE(high, at);
    bytes.writeUInt32LE(low, at + 4);
    bytes.writeUInt32LE(timestamp, at + 8);
  });
  return bytes;
}
