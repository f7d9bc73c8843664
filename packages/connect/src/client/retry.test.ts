import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseBefore } from './retry.ts';

const now = Date.parse('2024-01-01T00:00:00Z');
const pause = (attempt: number, retryAfter: string | null, random = 1): number | null =>
  pauseBefore(attempt, retryAfter, {}, { now, random });

test('pauses double and end after the last attempt', () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((attempt) => pause(attempt, null)),
    [300, 600, 1200, null],
  );
  assert.equal(pause(1, null, 0), 150, 'half of a pause is left to chance');
});

test('Retry-After is kept to, in seconds or as a date', () => {
  assert.equal(pause(1, '7'), 7000);
  assert.equal(pause(1, 'Mon, 01 Jan 2024 00:00:09 GMT'), 9000);
  assert.equal(pause(1, 'Sun, 31 Dec 2023 00:00:00 GMT'), 0);
  for (const unclear of ['soon', '5.5', '-1', '']) assert.equal(pause(1, unclear), 300, unclear);
  assert.equal(pause(1, '3600'), null, 'nobody waits for an hour');
});
