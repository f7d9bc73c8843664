import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NonceMemory } from './nonce-memory.ts';

const half = fc.integer({ min: 0, max: 0xffffffff });

test('what was added is remembered, and nothing else, like in a set', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(half, half, fc.integer({ min: 0, max: 10_000 })), { maxLength: 400 }),
      fc.array(fc.tuple(half, half)),
      (added, asked) => {
        const memory = new NonceMemory();
        // The low half 0 is kept as 1.
        const key = (high: number, low: number): string => `${high} ${low || 1}`;
        const model = new Set<string>();
        for (const [high, low, timestamp] of added) {
          memory.add(high, low, timestamp);
          model.add(key(high, low));
        }
        for (const [high, low] of [...added.map(([h, l]) => [h, l] as const), ...asked])
          assert.equal(memory.has(high, low), model.has(key(high, low)));
      },
    ),
  );
});

test('fingerprints that differ in one half only are told apart', () => {
  const memory = new NonceMemory();
  for (let i = 1; i < 2000; i++) memory.add(7, i, 0);
  assert.equal(memory.has(7, 1999), true);
  assert.equal(memory.has(7, 2000), false);
  assert.equal(memory.has(8, 1), false);
});

test('generations are forgotten once all their timestamps are, not sooner', () => {
  const memory = new NonceMemory();
  memory.add(1, 1, 299);
  memory.add(2, 2, 300);
  memory.forget(299);
  assert.equal(memory.has(1, 1), true);
  memory.forget(300);
  assert.deepEqual([memory.has(1, 1), memory.has(2, 2)], [false, true]);
});
