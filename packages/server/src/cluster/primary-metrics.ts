import cluster, { type Worker } from 'node:cluster';
import { type ClusterMessage, clusterMessage } from './messages.ts';
import { SummedMetrics } from './sum-metrics.ts';

/** A worker that does not answer by then is counted as it was when it last did. */
const PATIENCE_MS = 1000;

/**
 * Lets the primary process sum up what its workers have counted, for whichever of them is asked by HTTP.
 * @returns asks one worker for its numbers, before it is replaced
 */
export function sumWorkersMetrics(): (worker: Worker) => Promise<void> {
  const sums = new SummedMetrics();
  const waiting = new Map<number, () => void>();
  let next = 0;

  const ask = (worker: Worker): Promise<void> =>
    new Promise((answered) => {
      if (!worker.isConnected()) return answered();
      const id = next++;
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(id);
        answered();
      };
      const timer = setTimeout(done, PATIENCE_MS);
      waiting.set(id, done);
      worker.send({ tessera: 'count', id } satisfies ClusterMessage, (error) => error !== null && done());
    });

  const answer = async (worker: Worker, id: number): Promise<void> => {
    await Promise.all(Object.values(cluster.workers ?? {}).map((each) => each !== undefined && ask(each)));
    const text = await sums.text();
    if (worker.isConnected()) worker.send({ tessera: 'metrics', id, text } satisfies ClusterMessage, () => {});
  };

  cluster.on('message', (worker, received) => {
    const message = clusterMessage(received);
    if (message?.tessera === 'counted') {
      sums.tell(worker.id, message.metrics);
      waiting.get(message.id)?.();
    } else if (message?.tessera === 'metrics-wanted') {
      void answer(worker, message.id);
    }
  });
  cluster.on('exit', (worker) => sums.end(worker.id));
  return ask;
}
