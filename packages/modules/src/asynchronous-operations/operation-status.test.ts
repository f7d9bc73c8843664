import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BULK, bulkState, type OperationCounts, progressOf } from './operation-status.ts';

const counts = (some: Partial<OperationCounts>): OperationCounts => ({
  complete: 0,
  retriablyFailed: 0,
  failed: 0,
  open: 0,
  rejected: 0,
  ...some,
});

test('a bulk is not started, in progress, finished, or finished with failures', () => {
  assert.equal(bulkState(counts({ open: 2 })), BULK.notStarted);
  assert.equal(bulkState(counts({ open: 1, complete: 1 })), BULK.inProgress);
  assert.equal(bulkState(counts({ open: 1, failed: 1 })), BULK.inProgress);
  assert.equal(bulkState(counts({ complete: 2 })), BULK.finished);
  assert.equal(bulkState(counts({})), BULK.finished);
  for (const failure of ['failed', 'retriablyFailed', 'rejected'] as const)
    assert.equal(bulkState(counts({ complete: 2, [failure]: 1 })), BULK.finishedWithFailures);
});

test('while an operation is open a bulk is never finished, and its progress never 100 per cent', () => {
  const any = fc.nat(100_000);
  fc.assert(
    fc.property(fc.record({ complete: any, retriablyFailed: any, failed: any, open: any, rejected: any }), (all) => {
      const isFinished = ([BULK.finished, BULK.finishedWithFailures] as number[]).includes(bulkState(all));
      assert.equal(isFinished, all.open === 0);
      assert.equal(progressOf(all) === 100, all.open === 0);
    }),
  );
});
