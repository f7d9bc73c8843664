import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inTurn } from './in-turn.ts';

test('work with one key is done one after the other, also after a failure', async () => {
  const log: string[] = [];
  const work = (name: string, fails = false) =>
    inTurn('key', async () => {
      log.push(`${name} begins`);
      await nextTurn();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
  assert.deepEqual(log, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
});

test('work with different keys does not wait for one another', async () => {
  let release = (): void => {};
  const blocked = inTurn(
    'slow',
    () =>
      new Promise<void>((done) => {
        release = done;
      }),
  );
  assert.equal(await inTurn('quick', async () => 'done'), 'done');
  release();
  await blocked;
});
