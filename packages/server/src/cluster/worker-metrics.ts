import { type ClusterMessage, clusterMessage } from './messages.ts';
import type { ProcessMetrics } from './sum-metrics.ts';

const PATIENCE_MS = 3000;

/** Asks the primary process for the metrics of all workers. @throws Error where it does not answer */
export function clusterMetrics(): () => Promise<string> {
  const waiting = new Map<number, (text: string) => void>();
  let next = 0;
  process.on('message', (received) => {
    const message = clusterMessage(received);
    if (message?.tessera === 'metrics') waiting.get(message.id)?.(message.text);
  });
  return () =>
    new Promise((resolve, reject) => {
      const id = next++;
      const settle = (): void => {
        clearTimeout(timer);
        waiting.delete(id);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error('the primary process does not answer'));
      }, PATIENCE_MS);
      waiting.set(id, (text) => {
        settle();
        resolve(text);
      });
      process.send?.({ tessera: 'metrics-wanted', id } satisfies ClusterMessage);
    });
}

/** Tells the primary process what this one has counted, whenever it asks. */
export function answerCounts(metrics: () => Promise<ProcessMetrics>): void {
  process.on('message', (received) => {
    const message = clusterMessage(received);
    if (message?.tessera !== 'count') return;
    void metrics().then((counted) => {
      if (process.connected)
        process.send?.({ tessera: 'counted', id: message.id, metrics: counted } satisfies ClusterMessage);
    });
  });
}
