import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, verifyPassword } from './password-hash.ts';

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
