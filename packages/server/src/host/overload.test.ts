import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isOverloaded, nextCapacity } from './overload.ts';

const limits = { waitMilliseconds: 500, alwaysTaken: 100 };

test('a request that is more than can be answered in time is turned away', () => {
  assert.equal(isOverloaded({ inFlight: 999, capacity: 2 }, limits), false);
  assert.equal(isOverloaded({ inFlight: 1000, capacity: 2 }, limits), true);
});

test('a hundred at a time are never turned away, however slow each of them is', () =>
  fc.assert(
    fc.property(fc.nat(99), fc.double({ min: 0, max: 100, noNaN: true }), (inFlight, capacity) => {
      assert.equal(isOverloaded({ inFlight, capacity }, limits), false);
    }),
  ));

test('nobody is turned away before it is known what the process can do', () => {
  assert.equal(isOverloaded({ inFlight: 1e6, capacity: null }, limits), false);
});

test('without a longest wait none is turned away', () => {
  assert.equal(isOverloaded({ inFlight: 1e6, capacity: 0 }, { ...limits, waitMilliseconds: 0 }), false);
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
