import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSealer } from './sealer.ts';

const value = { token: 'abc', tokenSecret: 'def' };

test('what is sealed is opened by the same key and in the same context only', () => {
  const sealer = createSealer(randomBytes(32));
  const sealed = sealer.seal(value, 'connection 1');
  assert.deepEqual(sealer.open(sealed, 'connection 1'), value);
  assert.throws(() => sealer.open(sealed, 'connection 2'));
  assert.throws(() => createSealer(randomBytes(32)).open(sealed, 'connection 1'), /key that is not known/);
});

test('every change of a sealed text is noticed', () => {
  const sealer = createSealer(randomBytes(32));
  const sealed = sealer.seal(value, '');
  for (let index = 0; index < sealed.length; index++) {
    // The lowest bits of the last character may stand for nothing.
    if (index === sealed.length - 1) continue;
    const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1);
    assert.throws(() => sealer.open(changed, ''), `at ${index}`);
  }
  assert.throws(() => sealer.open('', ''));
});

test('a new key takes over while the old one still opens', () => {
  const [old, next] = [randomBytes(32), randomBytes(32)];
  const sealed = createSealer(old).seal(value, '');
  const both = createSealer([next, old]);
  assert.deepEqual(both.open(sealed, ''), value);
  assert.deepEqual(createSealer(next).open(both.seal(value, ''), ''), value);
});

test('a key may be given in hexadecimal or base64, and must be 32 bytes', () => {
  const key = randomBytes(32);
  const sealed = createSealer(key).seal(value, '');
  assert.deepEqual(createSealer(key.toString('hex')).open(sealed, ''), value);
  assert.deepEqual(createSealer(key.toString('base64')).open(sealed, ''), value);
  for (const bad of ['', 'secret', randomBytes(31), randomBytes(16).toString('hex')])
    assert.throws(() => createSealer(bad), TypeError);
  assert.throws(() => createSealer([]), TypeError);
});
