import type { Call } from '../access/call.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';

/** One call to be executed later. */
export interface QueuedOperation {
  /** Place in the request's list, from 0; the id that clients see. */
  readonly key: number;
  /** The operation as it is stored and hashed, see `serializeOperation`. */
  readonly data: string;
}

/** What one asynchronous request asks for; all of its operations go to the same route. */
export interface BulkRequest {
  readonly route: CompiledRoute;
  readonly topic: string;
  readonly description: string;
  readonly operations: readonly QueuedOperation[];
}

/** Where asynchronous calls wait for their execution; the composition root lends one. */
export interface BulkQueue {
  /** Refuses a request with more items than are allowed, by throwing. */
  readonly admit: (items: number, call: Call) => void;
  /**
   * Stores the operations, all or none, with the caller's rights as they are now.
   * @returns the UUID by which the bulk is found again
   */
  readonly enqueue: (bulk: BulkRequest, call: Call) => Promise<string>;
}
