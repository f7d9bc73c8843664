/** Magento's states of an operation (behaviour G9). */
export const OPERATION = Object.freeze({
  complete: 1,
  retriablyFailed: 2,
  failed: 3,
  open: 4,
  rejected: 5,
});
export type OperationStatus = (typeof OPERATION)[keyof typeof OPERATION];

/** Magento's states of a bulk. */
export const BULK = Object.freeze({ notStarted: 0, inProgress: 1, finished: 2, finishedWithFailures: 3 });
export type BulkState = (typeof BULK)[keyof typeof BULK];

export type OperationCounts = Readonly<Record<keyof typeof OPERATION, number>>;

/** The state of a bulk as a whole; never finished while an operation is open. */
export function bulkState(counts: OperationCounts): BulkState {
  const done = counts.complete + counts.retriablyFailed + counts.failed + counts.rejected;
  if (counts.open > 0) return done === 0 ? BULK.notStarted : BULK.inProgress;
  return done === counts.complete ? BULK.finished : BULK.finishedWithFailures;
}

/** Percentage of the operations that are no longer open, rounded down; 100 for a bulk without operations. */
export function progressOf(counts: OperationCounts): number {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return all === 0 ? 100 : Math.floor(((all - counts.open) / all) * 100);
}
