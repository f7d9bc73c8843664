import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSlices, SLICE_ROWS } from './slices.ts';

test('goes on until a step has found less than a slice, with other things in between', async () => {
  let left = SLICE_ROWS * 2 + 1;
  let turns = 0;
  const tick = setInterval(() => turns++, 0);
  const steps: number[] = [];
  await inSlices(async () => {
    const taken = Math.min(left, SLICE_ROWS);
    left -= taken;
    steps.push(taken);
    const end = performance.now() + 5;
    while (performance.now() < end);
    return taken;
  });
  clearInterval(tick);
  assert.deepEqual(steps, [SLICE_ROWS, SLICE_ROWS, 1]);
  assert.ok(turns >= 1);
});
