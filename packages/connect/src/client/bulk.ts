import { setTimeout as sleep } from 'node:timers/promises';
import type { RawCall, Send } from './call.ts';
import { StoreError } from './store-error.ts';

/** A bulk that the store has taken. */
export interface Bulk {
  readonly uuid: string;
  /** One for each item, in the same order: whether it was taken. */
  readonly items: readonly {
    readonly id: number;
    readonly status: 'accepted' | 'rejected';
    readonly error: string | null;
  }[];
}

/** How far one operation of a bulk is. */
export interface BulkOperation {
  /** The place of the item in what was submitted, from 0. */
  readonly id: number;
  /** `retriable`: failed for a passing reason. */
  readonly status: 'complete' | 'retriable' | 'failed' | 'open' | 'rejected';
  readonly message: string | null;
}

export interface WaitOptions {
  /** Milliseconds; ten minutes unless told otherwise. */
  readonly timeout?: number;
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

export interface BulkApi {
  /**
   * Submits many calls of one route at once. Path variables go into the items under their names.
   * @param route as for a single call: `/V1/products/:sku`
   * @param items the bodies
   */
  readonly submitBulk: (
    method: 'POST' | 'PUT' | 'DELETE',
    route: string,
    items: readonly unknown[],
    call?: Pick<RawCall, 'storeView' | 'signal'>,
  ) => Promise<Bulk>;
  /**
   * How far a bulk is, in the order of its items. It needs the resource
   * `Magento_Logging::system_magento_logging_bulk_operations`, whatever is in the bulk.
   */
  readonly bulkStatus: (uuid: string) => Promise<readonly BulkOperation[]>;
  /**
   * Waits until no operation of a bulk is open; needs the same resource.
   * @throws StoreError of kind `unavailable` when the time is up
   */
  readonly waitForBulk: (uuid: string, options?: WaitOptions) => Promise<readonly BulkOperation[]>;
}

const STATUS = ['open', 'complete', 'retriable', 'failed', 'open', 'rejected'] as const;
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;

interface SubmitAnswer {
  readonly bulk_uuid: string;
  readonly request_items: readonly {
    readonly id: number;
    readonly status: 'accepted' | 'rejected';
    readonly error_message?: string;
  }[];
}
interface StatusAnswer {
  /** How many operations were submitted; those that no worker has seen may be missing in the list. */
  readonly operation_count?: number;
  readonly operations_list: readonly {
    readonly id: number;
    readonly status: number;
    readonly result_message: string | null;
  }[];
}

export function bulkApi(send: Send, storeUrl: string): BulkApi {
  const statusOf = async (
    uuid: string,
    signal?: AbortSignal,
  ): Promise<{ operations: BulkOperation[]; all: number }> => {
    const path = { bulkUuid: uuid };
    const answer = (await send('GET', '/V1/bulk/:bulkUuid/status', { path, signal }).catch(explain)) as StatusAnswer;
    const operations = answer.operations_list
      .map(({ id, status, result_message }) => ({ id, status: STATUS[status] ?? 'open', message: result_message }))
      .sort((a, b) => a.id - b.id);
    return { operations, all: Math.max(answer.operation_count ?? 0, operations.length) };
  };
  return {
    bulkStatus: async (uuid) => (await statusOf(uuid)).operations,
    submitBulk: async (method, route, items, call = {}) => {
      // `/V1/products/:sku` is `/V1/products/bySku` in bulk (behaviour of Magento 2.3 and later).
      const path = route.replace(/:(\w)/g, (_, first: string) => `by${first.toUpperCase()}`);
      const answer = (await send(method, path, { ...call, body: items }, '/async/bulk')) as SubmitAnswer;
      const taken = answer.request_items.map(({ id, status, error_message }) => ({
        id,
        status,
        error: error_message ?? null,
      }));
      return { uuid: answer.bulk_uuid, items: taken };
    },
    waitForBulk: async (uuid, { timeout = 600_000, onProgress, signal } = {}) => {
      const end = performance.now() + timeout;
      for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
        const { operations, all } = await statusOf(uuid, signal);
        const open = all - operations.filter(({ status }) => status !== 'open').length;
        onProgress?.(all - open, all);
        if (open === 0) return operations;
        if (performance.now() + pause > end) throw stillOpen(storeUrl, uuid, open);
        await sleep(pause, undefined, signal === undefined ? {} : { signal });
      }
    },
  };
}

/** Who may submit a bulk, by the resources of its items, may not always read how far it is. */
function explain(error: unknown): never {
  if (!(error instanceof StoreError) || error.kind !== 'not-authorized') throw error;
  const advice = 'The state of bulks has a resource of its own; the bulk is worked off all the same.';
  throw new StoreError({ ...error, errors: [...error.errors, advice] }, { cause: error });
}

const stillOpen = (store: string, uuid: string, open: number): StoreError =>
  new StoreError({
    kind: 'unavailable',
    status: null,
    store,
    request: `GET /V1/bulk/${uuid}/status`,
    template: 'The bulk has %1 open operations and the time is up.',
    parameters: [open],
    errors: [],
  });
