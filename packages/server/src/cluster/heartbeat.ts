import type { Worker } from 'node:cluster';
import { type ClusterMessage, clusterMessage } from './messages.ts';

/** How often a process is asked within the time for which it may be silent. */
const TIMES = 4;

/**
 * Asks a process again and again whether it still comes to answer; one that hangs would keep the clients whose connections
 * it has. What counts are questions without an answer, so that a machine that was asleep ends nobody.
 * @param seconds for how long it may be silent
 * @param onSilent called once
 */
export function watchHeartbeat(worker: Worker, seconds: number, onSilent: () => void): void {
  let unanswered = 0;
  const timer = setInterval(
    () => {
      if (!worker.isConnected()) return clearInterval(timer);
      if (unanswered === TIMES) {
        clearInterval(timer);
        return onSilent();
      }
      unanswered++;
      worker.send({ tessera: 'alive?' } satisfies ClusterMessage, () => {});
    },
    (seconds * 1000) / TIMES,
  ).unref();
  worker.on('message', (message) => {
    if (clusterMessage(message)?.tessera === 'alive') unanswered = 0;
  });
}

/** Lets the primary process know that this one is not stuck, whenever it asks. */
export function answerHeartbeats(): void {
  process.on('message', (message) => {
    if (clusterMessage(message)?.tessera === 'alive?' && process.connected)
      process.send?.({ tessera: 'alive' } satisfies ClusterMessage);
  });
}
