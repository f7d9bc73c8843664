import { Worker } from 'node:worker_threads';
import type { CheckpointOrder } from './checkpoint-thread.ts';

/** For how long a log is written to before it is copied into the file. */
const AFTER_MS = 500;
const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js',
  import.meta.url,
);
/** It holds no objects to speak of. */
const LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };

/**
 * Has the log of a SQLite file copied into the file by another thread. By default the commit that makes the log long
 * enough does it, which holds up the event loop for 25 ms (1,000 pages) every second or so while much is written.
 *
 * The thread begins with the first write that has others after it; what it did not get to, SQLite does when the last
 * connection is closed. Without it (it failed) the writing connection does it as before, only later.
 */
export class Checkpointer {
  readonly #file: string;
  #thread: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** To be told after every write. */
  written(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#thread ??= this.#start();
      this.#tell(this.#thread, 'checkpoint');
    }, AFTER_MS);
    this.#timer.unref();
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const thread = this.#thread;
    this.#thread = null;
    if (thread === null) return;
    const ended = new Promise((done) => thread.once('exit', done));
    thread.ref();
    this.#tell(thread, 'end');
    await ended;
  }

  #start(): Worker {
    const thread = new Worker(SCRIPT, { workerData: this.#file, resourceLimits: LIMITS });
    thread.unref();
    thread.on('error', () => {});
    thread.once('exit', () => {
      if (this.#thread === thread) this.#thread = null;
    });
    return thread;
  }

  #tell(thread: Worker, order: CheckpointOrder): void {
    thread.postMessage(order);
  }
}
