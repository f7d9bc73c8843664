import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { signToken } from './jwt.ts';
import { jwtKeys } from './jwt-keys.ts';
import { VerifiedTokens, verifiedTokens } from './verified-tokens.ts';

const keys = [randomBytes(32)];
const token = (uid: number, signing: readonly Buffer[] = keys): string =>
  signToken({ uid, utypid: 2, iat: 1, exp: 2 }, signing, 'HS256');

test('a token that was found good is known by its text the next time', () => {
  const tokens = new VerifiedTokens(keys, 'HS256', 10);
  const first = tokens.read(token(7));
  assert.deepEqual(first, { uid: 7, utypid: 2, iat: 1, exp: 2 });
  assert.equal(tokens.read(token(7)), first);
});

test('the number of remembered tokens is bounded, and those used last stay', () => {
  const tokens = new VerifiedTokens(keys, 'HS256', 2);
  const [first, second] = [tokens.read(token(1)), tokens.read(token(2))];
  assert.equal(tokens.read(token(1)), first);
  tokens.read(token(3));
  assert.equal(tokens.read(token(1)), first);
  assert.notEqual(tokens.read(token(2)), second);
});

test('a bad token is refused again and again', () => {
  const tokens = new VerifiedTokens(keys, 'HS256', 2);
  for (let i = 0; i < 3; i++) assert.equal(tokens.read(token(1, [randomBytes(32)])), null);
});

test('what one installation found good is unknown to another in the same process, and to another algorithm', () => {
  const [ours, theirs] = [[randomBytes(32)], [randomBytes(32)]];
  const text = token(1, jwtKeys(ours));
  assert.notEqual(verifiedTokens(ours, 'HS256').read(text), null);
  assert.equal(verifiedTokens(theirs, 'HS256').read(text), null);
  assert.equal(verifiedTokens(ours, 'HS512').read(text), null);
});

test('tokens are not signed with the master key itself', () => {
  const [master = Buffer.alloc(0)] = keys;
  assert.equal(
    jwtKeys(keys).some((key) => key.includes(master)),
    false,
  );
  assert.equal(verifiedTokens(keys, 'HS256').read(token(1, keys)), null);
});
