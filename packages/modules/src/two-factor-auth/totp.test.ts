import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base32, codeOf, otpauthUri, stepOf } from './totp.ts';

// RFC 6238, appendix B, SHA-1, cut to six digits.
const SECRET = Buffer.from('12345678901234567890');
const VECTORS: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

test('codes are those of RFC 6238', () => {
  for (const [seconds, code] of VECTORS) assert.equal(codeOf(SECRET, Math.floor(seconds / 30)), code);
});

test('a code holds for its step and one to either side, and for no other secret', () => {
  const [seconds, code] = [1_234_567_890, '005924'];
  for (const drift of [-30, 0, 30]) assert.equal(stepOf(SECRET, code, seconds + drift), Math.floor(seconds / 30));
  for (const drift of [-61, 61]) assert.equal(stepOf(SECRET, code, seconds + drift), null);
  assert.equal(stepOf(Buffer.from('09876543210987654321'), code, seconds), null);
  for (const other of ['', '5924', '0059240', '00592a', ' 05924']) assert.equal(stepOf(SECRET, other, seconds), null);
});

test('secrets are written in base32 as RFC 4648 has it', () => {
  for (const [text, expected] of [
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ] as const)
    assert.equal(base32(Buffer.from(text)), expected);
});

test('the QR code names the issuer and the account', () => {
  const uri = new URL(otpauthUri(SECRET, 'My shop', 'ann@example'));
  assert.equal(uri.protocol, 'otpauth:');
  assert.equal(uri.searchParams.get('secret'), base32(SECRET));
  assert.equal(uri.searchParams.get('issuer'), 'My shop');
});
