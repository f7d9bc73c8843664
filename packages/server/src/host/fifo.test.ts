import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fifo } from './fifo.ts';

const item = (name: number) => ({ name });

test('what came first goes first, whatever comes in between', () => {
  const fifo = new Fifo<{ name: number }>();
  const taken: (number | undefined)[] = [];
  let next = 0;
  for (let round = 0; round < 500; round++) {
    for (let i = 0; i < round % 13; i++) fifo.push(item(next++));
    for (let i = 0; i < round % 7; i++) if (fifo.length > 0) taken.push(fifo.take()?.name);
  }
  assert.ok(fifo.length > 1000);
  while (fifo.length > 0) taken.push(fifo.take()?.name);
  assert.deepEqual(
    taken,
    Array.from({ length: next }, (_, i) => i),
  );
  assert.equal(fifo.take(), null);
});

test('what was taken is not held on to, though others wait behind it', async () => {
  const { setFlagsFromString } = await import('node:v8');
  const { runInNewContext } = await import('node:vm');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const fifo = new Fifo<{ name: number }>();
  const first = new WeakRef(item(1));
  fifo.push(first.deref() ?? item(0));
  fifo.push(item(2));
  assert.equal(fifo.take()?.name, 1);
  await new Promise((soon) => setTimeout(soon, 1));
  collect();
  assert.equal(first.deref(), undefined);
  assert.equal(fifo.length, 1);
});
