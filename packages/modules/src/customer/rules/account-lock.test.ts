import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterFailure, isLocked, type LockPolicy, type LockState, UNLOCKED } from './account-lock.ts';

const policy: LockPolicy = { failures: 3, seconds: 600 };
const fail = (state: LockState, times: number, at = 1000): LockState =>
  times === 0 ? state : fail(afterFailure(state, policy, at), times - 1, at);

test('an account is locked by the last allowed failure and not before', () => {
  assert.equal(isLocked(fail(UNLOCKED, 2), 1000), false);
  assert.equal(isLocked(fail(UNLOCKED, 3), 1000), true);
});

test('a lock ends after its time and the next failure is the first again', () => {
  const locked = fail(UNLOCKED, 3);
  assert.equal(isLocked(locked, 1599), true);
  assert.equal(isLocked(locked, 1600), false);
  assert.deepEqual(afterFailure(locked, policy, 1600), { failures: 1, first_failure_at: 1600, locked_until: null });
});

test('failures that lie far apart do not add up', () => {
  const two = fail(UNLOCKED, 2);
  assert.deepEqual(afterFailure(two, policy, 1600), { failures: 1, first_failure_at: 1600, locked_until: null });
});

test('with a limit of zero no number of failures locks an account', () => {
  let state = UNLOCKED;
  for (let i = 0; i < 50; i++) state = afterFailure(state, { failures: 0, seconds: 600 }, 1000);
  assert.equal(isLocked(state, 1000), false);
});
