import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AttemptCount, decideAttempt } from './attempts.ts';

const rule = { kind: 'admin-token', name: 'admin', maxFailures: 6, lockSeconds: 1800 };

/** Makes so many attempts that all fail; gives the count, null once one was refused. */
function fail(times: number, now: number, before: AttemptCount | null = null): AttemptCount | null {
  let count = before;
  for (let i = 0; i < times; i++) count = decideAttempt(count, now, rule);
  return count;
}

test('after five failures the next attempt is allowed, after six it is not (recorded)', () => {
  assert.notEqual(decideAttempt(fail(5, 100), 100, rule), null);
  assert.equal(decideAttempt(fail(6, 100), 100, rule), null);
});

test('each failure moves the end of the lock, and at that end everything is forgotten', () => {
  const five = fail(5, 100);
  const six = decideAttempt(five, 1000, rule);
  assert.deepEqual(six, { failures: 6, expires_at: 2800 });
  assert.equal(decideAttempt(six, 2799, rule), null);
  assert.deepEqual(decideAttempt(six, 2800, rule), { failures: 1, expires_at: 4600 });
});

test('while a name is locked nothing is counted, so the lock ends although somebody goes on trying', () => {
  const six = fail(6, 100);
  for (let now = 101; now < 1900; now += 50) assert.equal(decideAttempt(six, now, rule), null);
  assert.notEqual(decideAttempt(six, 1900, rule), null);
});

test('within the time of one lock never more attempts are allowed than the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat({ max: 1799 })), (maxFailures, moments) => {
      let count: AttemptCount | null = null;
      let allowed = 0;
      for (const moment of moments.toSorted((a, b) => a - b)) {
        const next = decideAttempt(count, moment, { ...rule, maxFailures });
        if (next === null) continue;
        count = next;
        allowed++;
      }
      assert.ok(allowed <= maxFailures);
    }),
  );
});
