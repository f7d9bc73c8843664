import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { SecretUnreadable } from '../../encryption/secret-box.ts';
import { looksIssued, newTokenPair, openTokenPair, randomSecret, sealTokenPair } from './secrets.ts';

test('secrets have 32 characters of digits and small letters, all equally often', () => {
  const counts = new Map<string, number>();
  const rounds = 4000;
  for (let i = 0; i < rounds; i++) {
    const secret = randomSecret();
    assert.ok(looksIssued(secret), secret);
    for (const character of secret) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  assert.equal(counts.size, 36);
  const expected = (rounds * 32) / 36;
  for (const [character, count] of counts)
    assert.ok(Math.abs(count - expected) < expected * 0.15, `${character} ${count}`);
});

test('only what we could have issued is looked up', () => {
  for (const text of [
    '',
    'a'.repeat(31),
    'a'.repeat(33),
    'A'.repeat(32),
    `${'a'.repeat(31)}\u0000`,
    `${'a'.repeat(31)}\n`,
    'é'.repeat(32),
  ])
    assert.equal(looksIssued(text), false, text);
});

test('a token that is stored under another one cannot be read', () => {
  const keys = [randomBytes(32)];
  const [one, two] = [sealTokenPair(keys, newTokenPair()), sealTokenPair(keys, newTokenPair())];
  assert.throws(() => openTokenPair(keys, { ...one, secret: two.secret }), SecretUnreadable);
  assert.throws(() => openTokenPair(keys, { ...one, token: one.secret }), SecretUnreadable);
});
