import { setImmediate as afterInput } from 'node:timers/promises';
import { type Db, isTransient, type OpenDatabase } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { BULK_CHANNEL } from '../queue.ts';
import { type BulkContext, prepare, type Readiness, readBulk } from './bulk-context.ts';
import { type ClaimedOperation, claim } from './claim.ts';
import { pauseAfter, work } from './operation.ts';

export interface BulkWorkerOptions {
  /** The context of an operation before its caller and store view are known, in the admin scope. */
  readonly call: () => Call;
  readonly listen: OpenDatabase['listen'];
  /** Largest number of operations, and largest time in milliseconds, of one transaction. */
  readonly batch?: { readonly operations: number; readonly milliseconds: number };
  /** Longest time without looking for open operations, in milliseconds. */
  readonly pollMilliseconds?: number;
  readonly onError: (error: unknown) => void;
}

/**
 * A transaction holds SQLite's only writer, and its statements the event loop, so it has to be short there: requests
 * wait for one such batch at most. On PostgreSQL it locks its own rows only, and a commit costs more.
 */
const BATCH = { sqlite: { operations: 25, milliseconds: 4 }, postgres: { operations: 50, milliseconds: 250 } };
const KNOWN_BULKS = 200;

/**
 * Works off open operations. The operations table is the queue, on both databases: `for update skip locked` on its rows
 * gives every operation to one of any number of processes, LISTEN wakes them, and the row's state changes in the same
 * transaction as the data, so nothing is done twice or lost. A queue beside it (pg-boss) would hold a second copy of
 * every operation, and its job is completed in another transaction than the work: at least once, not exactly once.
 */
export class BulkWorker {
  readonly #options: BulkWorkerOptions;
  readonly #bulks = new Map<number, BulkContext>();
  readonly #busy = new Set<number>();
  #claiming: Promise<unknown> = Promise.resolve();
  #lanes: Promise<void>[] = [];
  #running = false;
  /** Ends the pauses of lanes that found nothing to do. */
  #wake: () => void = () => {};
  #woken: Promise<void> = Promise.resolve();
  /** Ends all pauses for good. */
  #end: () => void = () => {};
  #ended: Promise<void> = Promise.resolve();
  #stopListening: (() => Promise<void>) | null = null;

  constructor(options: BulkWorkerOptions) {
    this.#options = options;
    this.#rest();
  }

  /**
   * Begins to work; what a crashed process left open is taken up first, since it is the oldest.
   * @param lanes batches that are worked on side by side, each of other bulks than the rest; with 1, and no other
   * process, operations are executed in the order in which they were asked for
   */
  async start(lanes = 1): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#stopListening = (await this.#options.listen?.(BULK_CHANNEL, () => this.wake())) ?? null;
    this.#lanes = Array.from({ length: lanes }, () => this.#work());
  }

  /** Finishes the batches under way; what is still open stays so. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#end();
    await this.#stopListening?.();
    await Promise.all(this.#lanes);
    this.#lanes = [];
  }

  /** Says that operations are open. */
  wake(): void {
    this.#wake();
  }

  /** Works until nothing is open that may be tried now. @returns the number of operations worked on */
  async drain(): Promise<number> {
    let all = 0;
    for (let done = await this.#batch(); done > 0; done = await this.#batch()) all += done;
    return all;
  }

  #rest(): void {
    this.#woken = new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #work(): Promise<void> {
    let failures = 0;
    while (this.#running) {
      const woken = this.#woken;
      try {
        const done = await this.#batch();
        failures = 0;
        // Requests come between two batches.
        if (done > 0) await afterInput();
        else await this.#pause(woken, this.#options.pollMilliseconds ?? 1000);
      } catch (error) {
        if (!isTransient(error)) this.#options.onError(error);
        await this.#pause(null, pauseAfter(failures++));
      }
    }
  }

  /** Waits for a time, or until somebody wakes or stops the worker. */
  async #pause(woken: Promise<void> | null, milliseconds: number): Promise<void> {
    if (!this.#running) return;
    let timer: NodeJS.Timeout | undefined;
    const time = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([time, this.#ended, ...(woken === null ? [] : [woken])]);
    clearTimeout(timer);
    if (this.#running) this.#rest();
  }

  /** One transaction's worth of operations. */
  async #batch(): Promise<number> {
    const base = this.#options.call();
    await base.ports.kernel.ports.refresh?.();
    const limits = this.#options.batch ?? BATCH[base.db.dialect];
    let mine: readonly number[] = [];
    try {
      return await base.db.deferred(async (db) => {
        const operations = await this.#claim(db, base.now(), limits.operations);
        mine = [...new Set(operations.map((operation) => operation.bulk_id))];
        return await this.#workOff(db, base, operations, limits.milliseconds);
      });
    } finally {
      for (const id of mine) this.#busy.delete(id);
    }
  }

  /** One lane after the other, so that no two take operations of the same bulk. */
  #claim(db: Db, now: number, limit: number): Promise<ClaimedOperation[]> {
    const turn = this.#claiming.then(async () => {
      const operations = await claim(db, now, limit, this.#busy);
      for (const operation of operations) this.#busy.add(operation.bulk_id);
      return operations;
    });
    this.#claiming = turn.catch(() => {});
    return turn;
  }

  async #workOff(db: Db, base: Call, operations: readonly ClaimedOperation[], milliseconds: number): Promise<number> {
    const states = new Map<number, Readiness>();
    const end = performance.now() + milliseconds;
    let done = 0;
    for (const operation of operations) {
      const bulk = await this.#bulk(db, operation.bulk_id, base);
      let state = states.get(operation.bulk_id);
      if (state === undefined) states.set(operation.bulk_id, (state = await prepare(bulk, base)));
      const wasOpen = await work(db, base, operation, state);
      done++;
      // Another process is at the same operations; what it has left is found by looking again.
      if (!wasOpen || performance.now() > end) break;
    }
    return done;
  }

  async #bulk(db: Db, id: number, base: Call): Promise<BulkContext> {
    const known = this.#bulks.get(id);
    if (known !== undefined) return known;
    const bulk = await readBulk(db, id, base.ports.kernel);
    if (this.#bulks.size >= KNOWN_BULKS) this.#bulks.delete(this.#bulks.keys().next().value as number);
    this.#bulks.set(id, bulk);
    return bulk;
  }
}
