import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, isStorableHash, verifyPassword } from './password-hash.ts';

test('a password fits its own hash and no other password does', async () => {
  const hash = await hashPassword('Admin123!x');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
  assert.equal(await verifyPassword(hash, 'Admin123!x'), true);
  assert.equal(await verifyPassword(hash, 'Admin123!X'), false);
  assert.equal(await verifyPassword(hash, ''), false);
});

test('the same password never gives the same hash twice', async () => {
  assert.notEqual(await hashPassword('secret'), await hashPassword('secret'));
});

test('hashes that other argon2id implementations made are understood', async () => {
  // A test vector of the reference implementation (argon2id, t=2, m=2^16, p=1, salt "somesalt").
  const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.equal(await verifyPassword(hash, 'password'), true);
  assert.equal(await verifyPassword(hash, 'differentpassword'), false);
});

test('what is no argon2id hash fits no password, in about the time that a real comparison takes', async () => {
  for (const hash of ['', 'x', '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc']) {
    assert.equal(await verifyPassword(hash, ''), false);
  }
});

const hashOfCost = (memory: number, passes: number, parallelism: number): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

test('a hash whose cost is out of bounds fits no password, is computed at our own cost, and cannot be stored', async () => {
  const began = performance.now();
  await verifyPassword('', 'password');
  const usual = performance.now() - began;
  for (const [memory, passes, parallelism] of [
    [65_536, 60, 1],
    [1_500_000, 2, 1],
    [65_537, 1, 1],
    [19_456, 6, 1],
    [19_456, 2, 5],
    [1, 1, 1],
    [31, 1, 4],
    [0, 0, 0],
    [19_456, 0, 1],
    [19_456, 2, 0],
  ] as const) {
    const hash = hashOfCost(memory, passes, parallelism);
    const start = performance.now();
    assert.equal(await verifyPassword(hash, 'password'), false, hash);
    assert.ok(performance.now() - start < 10 * usual + 100, hash);
    assert.equal(isStorableHash(hash), false, hash);
  }
});

test('hashes within the bounds can be stored, and texts of other forms that are not too long', async () => {
  for (const [memory, passes, parallelism] of [
    [8, 1, 1],
    [32, 1, 4],
    [65_536, 5, 4],
  ] as const) {
    const hash = hashOfCost(memory, passes, parallelism);
    assert.equal(isStorableHash(hash), true);
    assert.equal(await verifyPassword(hash, 'password'), false);
  }
  assert.equal(isStorableHash(`${'0'.repeat(64)}:salt:1`), true);
  assert.equal(isStorableHash('0'.repeat(256)), false);
  assert.equal(
    isStorableHash('$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'),
    false,
  );
});
