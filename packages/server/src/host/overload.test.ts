import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isOverloaded, type Load, nextCapacity, nextSlice } from './overload.ts';

const limits = { waitMilliseconds: 500, alwaysTaken: 100 };
const quiet: Load = { inFlight: 0, takenInTurn: 0, turnMilliseconds: 0, slice: 500, capacity: null };

test('a request that was read late in a long turn is turned away', () => {
  const load = { ...quiet, takenInTurn: 2000, turnMilliseconds: 501 };
  assert.equal(isOverloaded(load, limits), true);
  assert.equal(isOverloaded({ ...load, turnMilliseconds: 499 }, limits), false);
});

test('a request that is more than can be answered in time is turned away', () => {
  const load = { ...quiet, capacity: 2 };
  assert.equal(isOverloaded({ ...load, inFlight: 999 }, limits), false);
  assert.equal(isOverloaded({ ...load, inFlight: 1000 }, limits), true);
});

test('a hundred at a time are never turned away, however slow each of them is', () =>
  fc.assert(
    fc.property(fc.nat(99), fc.nat(99), fc.nat(1e6), fc.double({ min: 0, max: 100, noNaN: true }), (a, b, ms, rate) => {
      const load = { inFlight: a, takenInTurn: b, turnMilliseconds: ms, slice: 125, capacity: rate };
      assert.equal(isOverloaded(load, limits), false);
    }),
  ));

test('without a longest wait none is turned away', () => {
  const load = { ...quiet, inFlight: 1e6, takenInTurn: 1e6, turnMilliseconds: 1e6, capacity: 0 };
  assert.equal(isOverloaded(load, { ...limits, waitMilliseconds: 0 }), false);
});

test('where turns last too long, less of them is given to requests, down to a quarter of the wait', () => {
  let slice = 500;
  const slices = Array.from({ length: 8 }, () => (slice = nextSlice(slice, 900, limits)));
  assert.ok(slices[0] !== undefined && slices[0] < 500);
  assert.equal(slices.at(-1), 125);
});

test('once turns are short again, the whole wait is given', () => {
  let slice = 125;
  for (let turn = 0; turn < 20; turn++) slice = nextSlice(slice, 10, limits);
  assert.equal(slice, 500);
});

test('capacity is learned only while there is always work', () => {
  assert.equal(nextCapacity(null, { milliseconds: 100, answered: 5, fewest: 0 }, limits), null);
  assert.equal(nextCapacity(null, { milliseconds: 100, answered: 200, fewest: 100 }, limits), 2);
  assert.equal(nextCapacity(2, { milliseconds: 100, answered: 5, fewest: 3 }, limits), 2);
});

test('capacity follows what the process can do, down and up again', () => {
  const after = (capacity: number, answered: number): number => {
    let now = capacity;
    for (let i = 0; i < 15; i++)
      now = nextCapacity(now, { milliseconds: 100, answered, fewest: 150 }, limits) ?? Number.NaN;
    return now;
  };
  const stopped = after(4, 0);
  assert.ok(stopped < 0.1, `${stopped}`);
  const back = after(stopped, 400);
  assert.ok(back > 3.9, `${back}`);
});
