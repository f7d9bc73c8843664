import type { ProcessMetrics } from './sum-metrics.ts';

/** What the processes of `serve --workers` say to one another. */
export type ClusterMessage =
  /** The primary tells a worker to say that it is not ready, and to go on serving. */
  | { readonly tessera: 'drain' }
  /** The primary tells a worker to tell the clients that keep their connections to let go of them. */
  | { readonly tessera: 'farewell' }
  /** A worker was asked for metrics, and asks the primary process for those of all. */
  | { readonly tessera: 'metrics-wanted'; readonly id: number }
  /** The primary asks every worker what it has counted. */
  | { readonly tessera: 'count'; readonly id: number }
  | { readonly tessera: 'counted'; readonly id: number; readonly metrics: ProcessMetrics }
  /** The sum of all, for the worker that wanted it. */
  | { readonly tessera: 'metrics'; readonly id: number; readonly text: string }
  /** The primary asks a worker whether it hangs; one that does not says so. */
  | { readonly tessera: 'alive?' }
  | { readonly tessera: 'alive' };

/** The message, null where it is somebody else's. */
export const clusterMessage = (message: unknown): ClusterMessage | null =>
  typeof message === 'object' && message !== null && 'tessera' in message ? (message as ClusterMessage) : null;
