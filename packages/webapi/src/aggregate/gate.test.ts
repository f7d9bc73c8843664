import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate } from './gate.ts';

test('no more pieces of work than there are places run at once, and a failed one gives its place back', async () => {
  const free = gate(3);
  let running = 0;
  let most = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      free(async () => {
        most = Math.max(most, ++running);
        await new Promise((soon) => setImmediate(soon));
        running--;
        if (i % 4 === 0) throw new Error('no');
        return i;
      }),
    ),
  );
  assert.equal(most, 3);
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 15);
});
