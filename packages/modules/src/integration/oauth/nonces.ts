import type { Db } from '@tessera/database';
import { horizonSnapshot } from './nonce-horizon.ts';
import { NonceLog } from './nonce-log.ts';
import type { Nonce, NonceStore } from './nonce-store.ts';
import { NonceTable } from './nonce-table.ts';

/**
 * Records a nonce; resolves once it is durable, with false where its consumer has used it before.
 *
 * Exactly one of any number of requests with a nonce passes, whether they come at once or later, to one process or to
 * several, before or after a crash, because the database decides each time: on PostgreSQL by a primary key, on SQLite
 * by the order of a log. And nothing is answered before it is stored, so that there is nothing to believe afterwards.
 *
 * What would make that slow is one commit per call. So the nonces of all requests that were read in the same turn of
 * the event loop share one (group commit), and while one is under way a few wait for it to end: with one client nothing
 * is shared and nothing is lost, and the more load there is, the less a nonce costs.
 *
 * What is as old as nonces are forgotten counts as used, also when it was still young enough a moment before.
 */
export async function recordNonce(db: Db, nonce: Nonce): Promise<boolean> {
  return (await registerOf(db).record(nonce)) && nonce.timestamp > db.snapshot(horizonSnapshot);
}

/** Whether a request with a nonce was accepted before, for people who ask why it is refused. */
export const isNonceUsed = (db: Db, nonce: Nonce): Promise<boolean> => registerOf(db).knows(nonce);

/** Reads ahead what the first signed call of this process would wait for. */
export const prepareNonces = (db: Db): Promise<void> => registerOf(db).prepare();

function registerOf(db: Db): NonceRegister {
  let register = registers.get(db);
  if (register === undefined) registers.set(db, (register = new NonceRegister(db)));
  return register;
}

interface Waiting {
  readonly nonce: Nonce;
  readonly resolve: (fresh: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** For how long a few nonces wait at most for the batch under way; its connection may not answer at all. */
const SHARE_MS = 20;

const registers = new WeakMap<Db, NonceRegister>();

/** Gathers the nonces of one turn of the event loop and has them stored together. */
class NonceRegister {
  readonly #store: NonceStore;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #running = 0;
  /** Runs while nonces wait for a batch to end. */
  #sharing: NodeJS.Timeout | undefined;

  constructor(db: Db) {
    this.#store = db.dialect === 'sqlite' ? new NonceLog(db) : new NonceTable(db);
  }

  record(nonce: Nonce): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ nonce, resolve, reject });
      this.#schedule();
    });
  }

  knows(nonce: Nonce): Promise<boolean> {
    return this.#store.knows(nonce);
  }

  prepare(): Promise<void> {
    return this.#store.prepare();
  }

  #schedule(isDue = this.#running === 0): void {
    const { parallel, worthACommit } = this.#store;
    if (this.#scheduled || this.#waiting.length === 0 || this.#running >= parallel) return;
    if (!isDue && this.#waiting.length < worthACommit) {
      this.#sharing ??= setTimeout(() => {
        this.#sharing = undefined;
        this.#schedule(true);
      }, SHARE_MS);
      return;
    }
    clearTimeout(this.#sharing);
    this.#sharing = undefined;
    this.#scheduled = true;
    // After all sockets that are ready have been read: their requests come along.
    setImmediate(() => {
      this.#scheduled = false;
      void this.#storeBatch();
      this.#schedule();
    });
  }

  async #storeBatch(): Promise<void> {
    this.#running++;
    const batch = this.#waiting.splice(0, this.#store.batchSize);
    try {
      const fresh = await this.#store.store(batch.map(({ nonce }) => nonce));
      batch.forEach(({ resolve }, index) => {
        resolve(fresh[index] === true);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.#running--;
    this.#schedule();
  }
}
