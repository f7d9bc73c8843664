import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isOverloaded, nextPace, type Pace, UNKNOWN_PACE, type Window } from './overload.ts';

const limits = { waitMilliseconds: 100, alwaysTaken: 200, warmUp: 0 };
const taking: Pace = { ...UNKNOWN_PACE, capacity: 5, answered: 10_000 };
const shedding: Pace = { ...taking, shedding: true };

const after = (pace: Pace, windows: readonly Partial<Window>[], with_ = limits): Pace =>
  windows.reduce<Pace>(
    (now, { fewest = 0, ...window }) =>
      nextPace(now, { milliseconds: 100, answered: 500, refused: 0, fewest, everyTurn: fewest, ...window }, with_),
    pace,
  );
const times = (count: number, window: (index: number) => Partial<Window>): Partial<Window>[] =>
  Array.from({ length: count }, (_, index) => window(index));

test('while too much arrives, a request that is more than can be answered in time is turned away', () => {
  assert.equal(isOverloaded(499, shedding, limits), false);
  assert.equal(isOverloaded(500, shedding, limits), true);
});

test('a rush is taken, but not more than can be answered in a second', () => {
  assert.equal(isOverloaded(4999, taking, limits), false);
  assert.equal(isOverloaded(5000, taking, limits), true);
});

test('what is always taken is never turned away, however slow each request is', () =>
  fc.assert(
    fc.property(fc.nat(199), fc.double({ min: 0, max: 100, noNaN: true }), fc.boolean(), (inFlight, capacity, full) => {
      assert.equal(isOverloaded(inFlight, { ...taking, capacity, shedding: full }, limits), false);
    }),
  ));

test('nobody is turned away before it is known what the process can do', () => {
  assert.equal(isOverloaded(1e6, UNKNOWN_PACE, limits), false);
});

test('without a longest wait none is turned away', () => {
  assert.equal(isOverloaded(1e6, { ...shedding, capacity: 0 }, { ...limits, waitMilliseconds: 0 }), false);
});

test('many that wait for half a second, and do not become fewer, are too many', () => {
  const many = times(6, (index) => ({ fewest: 600 + index }));
  assert.equal(after(taking, many.slice(0, 5)).shedding, false);
  assert.equal(after(taking, many).shedding, true);
});

test('where turns answer all that they have read, too many is what every turn had', () => {
  const turns = times(6, () => ({ fewest: 10, everyTurn: 600 }));
  assert.equal(after(taking, turns.slice(0, 5)).shedding, false);
  assert.equal(after(taking, turns).shedding, true);
});

test('bursts with pauses in between are no overload, however high each is', () => {
  const bursts = times(20, () => ({ milliseconds: 600, answered: 1400, fewest: 0, everyTurn: 1400 }));
  assert.equal(after(taking, bursts).shedding, false);
});

test('a queue that becomes shorter is no overload, however long it is', () => {
  const rush = times(20, (index) => ({ fewest: 4000 - index * 50 }));
  assert.ok(after(taking, rush).fewest > 3000);
  assert.equal(after(taking, rush).shedding, false);
});

test('a queue that was short in between begins anew', () => {
  const many = times(5, () => ({ fewest: 600 }));
  assert.equal(after(taking, [...many, { fewest: 10 }, ...many]).shedding, false);
});

test('an overload is over when none was turned away for half a second', () => {
  const full = times(10, () => ({ fewest: 450, refused: 1 }));
  const quiet = times(5, () => ({ fewest: 450 }));
  assert.equal(after(shedding, [...full, ...quiet.slice(1)]).shedding, true);
  assert.equal(after(shedding, [...full, ...quiet]).shedding, false);
});

test('a process that has just started does not show what it can', () => {
  const cold = { ...limits, warmUp: 1000 };
  const slow = times(50, () => ({ answered: 20, fewest: 300 }));
  assert.equal(after(UNKNOWN_PACE, slow, cold).capacity, null);
  assert.equal(after(UNKNOWN_PACE, [...slow, ...times(6, () => ({ fewest: 300 }))], cold).capacity, 5);
});

test('a process that had little to do does not show what it can', () => {
  const little = times(100, () => ({ answered: 1 }));
  const burst = times(4, () => ({ answered: 400, fewest: 300 }));
  assert.equal(after(UNKNOWN_PACE, [...little, ...burst]).capacity, null);
  assert.equal(after(UNKNOWN_PACE, [...little, ...burst, ...burst]).capacity, 4);
});

test('a pause is not taken for what a process can, which has shown better', () => {
  const usual = times(10, () => ({ answered: 300 }));
  assert.equal(after(UNKNOWN_PACE, [...usual, { milliseconds: 600, answered: 5, fewest: 150 }]).capacity, 3);
});

test('capacity follows what the process can do: down while there is always work, up at any time', () => {
  assert.equal(after(taking, [{ answered: 5, fewest: 99 }]).capacity, 5, 'nothing to do');
  const slower = after(
    taking,
    times(40, () => ({ answered: 100, fewest: 300 })),
  );
  assert.ok(Math.abs((slower.capacity ?? 0) - 1) < 0.1, `${slower.capacity}`);
  const back = after(
    slower,
    times(15, () => ({ answered: 500, fewest: 0 })),
  );
  assert.ok((back.capacity ?? 0) > 4.9, `${back.capacity}`);
});

test('a pause of the process or its database costs little of what is taken after it', () => {
  const paused = after(
    taking,
    times(5, () => ({ answered: 0, fewest: 1000 })),
  );
  assert.ok((paused.capacity ?? 0) > 2.5, `${paused.capacity}`);
});
