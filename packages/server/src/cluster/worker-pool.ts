import cluster, { type Address, type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@tessera/webapi';
import { giveOnWhenKilled } from './handed-over.ts';
import { watchHeartbeat } from './heartbeat.ts';
import type { ClusterMessage } from './messages.ts';
import { sumWorkersMetrics } from './primary-metrics.ts';

/** A worker that ends sooner than this after its start is not replaced at once, lest a broken start spins. */
const HEALTHY_MS = 2000;
/** A worker that was told to go and is still there by then hangs. */
const LAST_MS = 30_000;

export interface WorkerPoolOptions {
  readonly count: number;
  /** How long they go on serving, unready, once they are to stop. */
  readonly drainSeconds: number;
  /** For how long one of them may hang; 0: for ever. */
  readonly silenceSeconds: number;
  readonly log: Log;
}

/** The processes that serve on one port, as the primary process of Node's `cluster` keeps them. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #serving = new WeakSet<Worker>();
  readonly #replaced = new WeakSet<Worker>();
  readonly #askForMetrics = sumWorkersMetrics();
  #stopping = false;
  #port = 0;
  #replacing: Promise<void> = Promise.resolve();

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** @returns their port, once all of them listen. @throws Error where one ends before it does; then none is left */
  async start(): Promise<number> {
    try {
      await Promise.all(Array.from({ length: this.#options.count }, () => this.#startOne()));
      return this.#port;
    } catch (error) {
      this.#stopping = true;
      for (const worker of all()) worker.process.kill('SIGKILL');
      throw error;
    }
  }

  /** Puts new ones in their places one by one, the new one listening before the old one stops taking connections. */
  replace(): Promise<void> {
    this.#replacing = this.#replacing.then(async () => {
      try {
        for (const old of all())
          if (!this.#stopping && this.#serving.has(old) && !this.#replaced.has(old)) await this.#replaceOne(old);
      } catch (error) {
        if (!this.#stopping) this.#options.log.error({ err: error }, 'the processes could not be replaced');
      }
    });
    return this.#replacing;
  }

  /** Lets all finish what they have, and resolves when they have ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(all().map((worker) => this.#stopOne(worker)));
  }

  async #startOne(): Promise<Worker> {
    const { silenceSeconds, log } = this.#options;
    const worker = cluster.fork();
    const { pid } = worker.process;
    giveOnWhenKilled(worker, this.#serving);
    const born = Date.now();
    worker.once('exit', (code, signal) => {
      if (this.#stopping || this.#replaced.has(worker) || !this.#serving.has(worker)) return;
      log.error({ worker: pid, code, signal }, 'a process has ended, another one takes its place');
      setTimeout(() => this.#startAgain(), Date.now() - born < HEALTHY_MS ? HEALTHY_MS : 0);
    });
    const [address] = (await Promise.race([once(worker, 'listening'), failed(worker)])) as [Address];
    this.#port = address.port;
    this.#serving.add(worker);
    if (silenceSeconds > 0)
      watchHeartbeat(worker, silenceSeconds, () => {
        log.error({ worker: pid, seconds: silenceSeconds }, 'a process hangs and is killed');
        worker.process.kill('SIGKILL');
      });
    return worker;
  }

  #startAgain(): void {
    if (this.#stopping) return;
    this.#startOne().catch((error: unknown) => {
      if (this.#stopping) return;
      this.#options.log.error({ err: error }, 'a process could not be started, it is tried again');
      setTimeout(() => this.#startAgain(), HEALTHY_MS);
    });
  }

  /** @throws Error where the new one does not start; the old one stays then */
  async #replaceOne(old: Worker): Promise<void> {
    const fresh = await this.#startOne();
    // The old one may have ended meanwhile, and have been replaced for that.
    const superfluous = old.isDead() ? fresh : old;
    this.#replaced.add(superfluous);
    await this.#askForMetrics(superfluous);
    dismiss(superfluous);
  }

  async #stopOne(worker: Worker): Promise<void> {
    if (worker.isDead()) return;
    const ended = once(worker, 'exit');
    if (this.#serving.has(worker)) {
      tell(worker, 'drain');
      await pause(this.#options.drainSeconds * 1000);
      dismiss(worker);
    } else worker.kill();
    await ended;
  }
}

const all = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);

/**
 * Lets a worker finish and end. Not by a signal: only so does this process keep the connections that it is handing over.
 * The worker ends when its last connection does, so its clients are told first.
 */
function dismiss(worker: Worker): void {
  if (!worker.isConnected()) return;
  tell(worker, 'farewell');
  worker.disconnect();
  const kill = setTimeout(() => worker.process.kill('SIGKILL'), LAST_MS);
  worker.once('exit', () => clearTimeout(kill));
}

/** One that ends in this moment need not know any more. */
const tell = (worker: Worker, tessera: 'drain' | 'farewell'): void =>
  void worker.send({ tessera } satisfies ClusterMessage, () => {});

const failed = async (worker: Worker): Promise<never> => {
  const [code] = (await once(worker, 'exit')) as [number];
  throw new Error(`A worker ended with exit code ${code} before it listened.`);
};
