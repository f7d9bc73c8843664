import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { breakerPause, DELIVERY_LIFETIME, nextAttempt, retryAfter } from './schedule.ts';

const HOUR = 3_600_000;

test('ten attempts reach over two days, with growing pauses', () => {
  const times = [0];
  for (let next = nextAttempt(1, 0, 0); next !== null; next = nextAttempt(times.length, times.at(-1) ?? 0, 0))
    times.push(next);
  assert.equal(times.length, 10);
  assert.ok((times.at(-1) ?? 0) > 47 * HOUR && (times.at(-1) ?? 0) < DELIVERY_LIFETIME);
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  assert.deepEqual(
    pauses,
    pauses.toSorted((a, b) => a - b),
  );
});

test('chance only shortens a pause, by a tenth at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
      const full = nextAttempt(attempts, 0, 0) ?? 0;
      const drawn = nextAttempt(attempts, 0, chance) ?? 0;
      assert.ok(drawn <= full && drawn >= Math.floor(full * 0.9));
    }),
  );
});

test('the breaker opens at its limit, and doubles up to an hour', () => {
  assert.deepEqual(
    [4, 5, 6, 7, 12, 5000].map((failures) => breakerPause(failures, 5) / 60_000),
    [0, 1, 2, 4, 60, 60],
  );
});

test('Retry-After is taken in seconds or as a date, and never longer than a day', () => {
  assert.equal(retryAfter('120', 0), 120_000);
  assert.equal(retryAfter('Thu, 01 Jan 1970 00:05:00 GMT', 60_000), 240_000);
  assert.equal(retryAfter('999999999', 0), 24 * HOUR);
  for (const header of [undefined, '', '-5', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT', '0'])
    assert.equal(retryAfter(header, 60_000), 0, String(header));
});
