import { stat } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** For how long a log is written to before it is looked at, and for how many writes where they come fast. */
const AFTER_MS = 500;
const AFTER_WRITES = 100;
/** Bytes from which on a log is copied, as SQLite does it by itself (1,000 pages). */
const WORTH_IT = 4_000_000;
const SCRIPT = new URL('./checkpoint-thread.js', import.meta.url);
/** It holds no objects to speak of. */
const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };

/**
 * Has the log of a SQLite file copied into the file by another thread. By default the commit that makes the log long
 * enough does it, which holds up the event loop for 25 ms (1,000 pages) every second or so while much is written.
 *
 * The thread (16 MB) begins once it has something to do; what it did not get to, SQLite does when the last connection is
 * closed. Where it failed, the writing connection does it as before, only later, and the next write begins it again.
 */
export class Checkpointer {
  readonly #file: string;
  #thread: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Since the log was looked at last. */
  #writes = 0;
  #closed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** To be told after every write. */
  written(): void {
    if (++this.#writes >= AFTER_WRITES) this.#look();
    else this.#timer ??= setTimeout(() => this.#look(), AFTER_MS).unref();
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const thread = this.#thread;
    if (thread === null) return;
    const ended = new Promise((done) => thread.once('exit', done));
    thread.ref();
    thread.postMessage('end');
    await ended;
  }

  #look(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writes = 0;
    stat(`${this.#file}-wal`, (_, log) => {
      if (!this.#closed && log !== undefined && log.size >= WORTH_IT) this.#checkpoint();
    });
  }

  #checkpoint(): void {
    this.#thread ??= this.#start();
    this.#thread.postMessage('checkpoint');
  }

  #start(): Worker {
    const thread = new Worker(SCRIPT, { workerData: this.#file, resourceLimits: LIMITS, execArgv: [] });
    thread.unref();
    thread.on('error', () => {});
    thread.once('exit', () => {
      this.#thread = null;
    });
    return thread;
  }
}
