import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunQueue } from './run-queue.ts';

function queueOnAClock(millisecondsOfWork: number) {
  const begun: string[] = [];
  const clock = { now: 0 };
  let afterReads: (() => void)[] = [];
  const queue = new RunQueue<{ readonly name: string }>(
    ({ name }) => {
      begun.push(name);
      clock.now += millisecondsOfWork;
    },
    () => {},
    {
      now: () => clock.now,
      afterReads: (step) => void afterReads.push(step),
      afterStep: (step) => step(),
    },
  );
  return {
    queue,
    begun,
    clock,
    add: (...items: string[]) => {
      for (const name of items) queue.add({ name }, clock.now);
    },
    refuse: (item: string): void => queue.refuse(() => void begun.push(item), clock.now),
    /** The rest of a turn, after its reads. @returns whether another turn was asked for */
    endTurn: (): boolean => {
      const steps = afterReads;
      afterReads = [];
      for (const step of steps) step();
      return afterReads.length > 0;
    },
  };
}

test('where nothing waits, work begins at once', () => {
  const { add, begun } = queueOnAClock(0.1);
  add('a', 'b');
  assert.deepEqual(begun, ['a', 'b']);
});

test('work begins in the order of its arrival, some of it in each turn', () => {
  const { add, begun, endTurn, queue } = queueOnAClock(1);
  add(...'abcdefgh');
  assert.equal(begun.join(''), 'ab');
  assert.equal(endTurn(), true);
  add('i');
  while (endTurn());
  assert.equal(begun.join(''), 'abcdefghi');
  assert.equal(queue.waiting, false);
});

test('work that takes longer than a slice is one piece of a turn', () => {
  const { add, begun, endTurn } = queueOnAClock(50);
  add(...'abc');
  assert.equal(begun.join(''), 'a');
  endTurn();
  assert.equal(begun.join(''), 'ab');
  endTurn();
  assert.equal(begun.join(''), 'abc');
});

test('after a turn of much reading, as much time is given to work', () => {
  const { add, begun, clock, endTurn } = queueOnAClock(1);
  add('a');
  clock.now += 30;
  add(...Array.from({ length: 100 }, () => 'x'));
  endTurn();
  assert.ok(begun.length >= 30, `${begun.length}`);
});

test('while clients come in, they have half of the time', () => {
  const { add, begun, clock, endTurn, queue } = queueOnAClock(1);
  add(...'abcdefghijkl');
  endTurn();
  const before = begun.length;
  let turns = 0;
  for (; begun.length === before; turns++) {
    queue.arrival();
    clock.now += 0.1;
    endTurn();
  }
  assert.ok(turns > 15 && turns < 25, `${turns}`);
});

test('what is refused is answered after the reads, all of it, and before the work of the turn', () => {
  const { add, begun, endTurn, refuse } = queueOnAClock(1);
  add(...'abcd');
  for (const name of 'xyz') refuse(name);
  assert.equal(begun.join(''), 'ab');
  endTurn();
  assert.equal(begun.join(''), 'abxyzcd');
  assert.equal(endTurn(), false);
});

test('a turn that refuses begins few, and more of them the more it refuses', () => {
  for (const [refused, begins] of [
    [1, 16],
    [640, 40],
  ] as const) {
    const { add, begun, endTurn, refuse } = queueOnAClock(0.001);
    for (let i = 0; i < refused; i++) refuse('refused');
    add(...Array.from({ length: 3000 }, () => 'begun'));
    const before = begun.length;
    endTurn();
    assert.equal(begun.length - before, refused + begins);
    endTurn();
    assert.equal(begun.filter((name) => name === 'begun').length, 3000, 'one that refuses nothing has its slice');
  }
});

test('refusing alone needs no work, and waits for clients that come in as work does', () => {
  const { begun, clock, endTurn, queue, refuse } = queueOnAClock(1);
  refuse('x');
  queue.arrival();
  assert.equal(endTurn(), true);
  clock.now += 0.1;
  assert.equal(begun.length, 0);
  assert.equal(endTurn(), false);
  assert.equal(begun.join(''), 'x');
});

test('nothing is lost nor begun twice among many', () => {
  const { add, begun, endTurn } = queueOnAClock(0.01);
  const items = Array.from({ length: 5000 }, (_, index) => `${index}`);
  add(...items);
  while (endTurn());
  assert.deepEqual(begun, items);
});
