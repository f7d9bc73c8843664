import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MasterKeys } from './master-keys.ts';

const [older, newer] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

test('where the keys cannot be read anew, those that are known are used, and it is tried again', (context) => {
  let now = 0;
  context.mock.method(performance, 'now', () => now);
  let source: readonly Buffer[] | null = [older];
  let reads = 0;
  const errors: string[] = [];
  const read = (): readonly Buffer[] => {
    reads++;
    if (source === null) throw new Error('EACCES: permission denied');
    return source;
  };
  const log = { error: (_: object, message: string) => errors.push(message), info: () => {} };
  const keys = new MasterKeys([older], read, log);
  assert.ok(keys.areCurrent);
  source = null;
  keys.reload();
  keys.reload();
  assert.deepEqual([keys.known, keys.areCurrent, reads], [[older], false, 2]);
  assert.deepEqual(errors, ['the master keys cannot be read, those that are known are used']);
  source = [older, newer];
  now = 900;
  assert.deepEqual([keys.known, keys.areCurrent, reads], [[older], false, 2]);
  now = 1100;
  assert.deepEqual([keys.known, keys.areCurrent, reads], [[older, newer], true, 3]);
  assert.equal(errors.at(-1), 'the master keys can be read again');
});
