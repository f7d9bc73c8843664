import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { giveOnWhenKilled } from '../cluster/handed-over.ts';
import { sumWorkersMetrics } from '../cluster/primary-metrics.ts';
import { onStopSignal } from './stop-signal.ts';

/** Message to a worker: say that you are not ready, but go on serving. */
export const DRAIN = 'drain';
/** Message to a worker: tell the clients that keep their connections to let go of them. */
export const FAREWELL = 'farewell';
/** A worker that ends sooner than this after its start is not replaced at once, lest a broken start spins. */
const HEALTHY_MS = 2000;

/**
 * Serves with several processes on one port: this one starts them, replaces one that ends, and on SIGHUP replaces them
 * all one by one, the new one listening before the old one stops taking connections.
 * @param greeting printed once all of them listen
 * @param drainSeconds how long they go on serving, unready, after a signal to stop
 */
export async function serveWithWorkers(count: number, greeting: string, drainSeconds: number): Promise<void> {
  let stopping = false;
  const replaced = new WeakSet<Worker>();
  const serving = new WeakSet<Worker>();
  const askForMetrics = sumWorkersMetrics();
  const start = async (): Promise<Worker> => {
    const worker = cluster.fork();
    giveOnWhenKilled(worker, serving);
    const born = Date.now();
    worker.once('exit', () => {
      if (stopping || replaced.has(worker)) return;
      setTimeout(() => void start().catch(() => {}), Date.now() - born < HEALTHY_MS ? HEALTHY_MS : 0);
    });
    await Promise.race([once(worker, 'listening'), failed(worker)]);
    serving.add(worker);
    return worker;
  };
  try {
    await Promise.all(Array.from({ length: count }, start));
  } catch (error) {
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.kill('SIGKILL');
    throw error;
  }
  process.stdout.write(greeting);

  process.on('SIGHUP', () => {
    void (async () => {
      for (const old of Object.values(cluster.workers ?? {})) {
        if (old === undefined || stopping) continue;
        replaced.add(old);
        await start();
        await askForMetrics(old);
        dismiss(old);
      }
    })().catch(() => {});
  });
  onStopSignal(async () => {
    stopping = true;
    await Promise.all(
      Object.values(cluster.workers ?? {}).map(async (worker) => {
        if (worker === undefined || worker.isDead()) return;
        const ended = once(worker, 'exit');
        if (serving.has(worker)) {
          worker.send(DRAIN);
          await new Promise((drained) => setTimeout(drained, drainSeconds * 1000));
          dismiss(worker);
        } else worker.kill();
        await ended;
      }),
    );
  });
}

/**
 * Lets a worker finish and end. Not by a signal: only so does this process keep the connections that it is handing over.
 * The worker ends when its last connection does, so its clients are told first.
 */
function dismiss(worker: Worker): void {
  if (!worker.isConnected()) return;
  worker.send(FAREWELL);
  worker.disconnect();
}

const failed = async (worker: Worker): Promise<never> => {
  const [code] = (await once(worker, 'exit')) as [number];
  throw new Error(`A worker ended with exit code ${code} before it listened.`);
};
