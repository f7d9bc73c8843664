import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Algorithm, readToken, signToken, type TokenClaims } from './jwt.ts';

const keys = [randomBytes(64), randomBytes(64)];
const claims: TokenClaims = { uid: 1, utypid: 2, iat: 1_800_000_000, exp: 1_800_003_600 };
const json = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token with any header and claims, signed as well as whoever holds the key could. */
const forge = (header: unknown, body: unknown, key: Buffer | string, hash = 'sha256'): string => {
  const signed = `${base64(header)}.${base64(body)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
};
const algorithms = fc.constantFrom<Algorithm>('HS256', 'HS384', 'HS512');

test('a token has the recorded header and claims, in the recorded order', () => {
  const [header, body] = signToken(claims, [randomBytes(64)], 'HS256').split('.');
  assert.equal(Buffer.from(header ?? '', 'base64url').toString(), '{"kid":"1","alg":"HS256"}');
  assert.equal(
    Buffer.from(body ?? '', 'base64url').toString(),
    '{"uid":1,"utypid":2,"iat":1800000000,"exp":1800003600}',
  );
});

test('two tokens of the same second are identical', () => {
  assert.equal(signToken(claims, keys, 'HS256'), signToken(claims, keys, 'HS256'));
});

test('whatever is signed is read again, by every algorithm', () => {
  const count = fc.nat({ max: 2 ** 40 });
  fc.assert(
    fc.property(
      fc.record({ uid: count, utypid: fc.constantFrom(2, 3), iat: count, exp: count }),
      algorithms,
      (given, alg) => {
        assert.deepEqual(readToken(signToken(given, keys, alg), keys, alg), { ...given });
      },
    ),
  );
});

test('the last key signs and is named by its number; the earlier ones are still read', () => {
  const [old] = keys;
  assert.ok(old !== undefined);
  const before = signToken(claims, [old], 'HS256');
  assert.deepEqual(json(signToken(claims, keys, 'HS256').split('.')[0]), { kid: '2', alg: 'HS256' });
  assert.deepEqual(readToken(before, keys, 'HS256'), claims);
  assert.equal(readToken(signToken(claims, keys, 'HS256'), [old], 'HS256'), null);
});

test('a token with one character changed anywhere is not read', () => {
  const token = signToken(claims, keys, 'HS256');
  const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ');
  fc.assert(
    fc.property(fc.nat({ max: token.length - 1 }), character, (at, replacement) => {
      fc.pre(token[at] !== replacement);
      assert.equal(readToken(token.slice(0, at) + replacement + token.slice(at + 1), keys, 'HS256'), null);
    }),
    { numRuns: 2000 },
  );
});

test('a token that was cut, lengthened or taken apart is not read', () => {
  const token = signToken(claims, keys, 'HS256');
  const [header, body, signature] = token.split('.');
  for (const other of [
    token.slice(0, -1),
    `${token}A`,
    `${token}.`,
    `.${token}`,
    `${header}.${body}.`,
    `${header}.${body}`,
    `..${signature}`,
    '..',
    '',
    `${token}.${signature}`,
    token.repeat(2),
  ])
    assert.equal(readToken(other, keys, 'HS256'), null, other);
});

test('a signature by another algorithm is not read, whatever the header says', () => {
  const [, key = Buffer.alloc(0)] = keys;
  fc.assert(
    fc.property(
      algorithms,
      algorithms,
      fc.constantFrom('sha1', 'sha256', 'sha384', 'sha512'),
      (configured, named, hash) => {
        const good = named === configured && hash === { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }[configured];
        const read = readToken(forge({ kid: '2', alg: named }, claims, key, hash), keys, configured);
        assert.equal(read !== null, good);
      },
    ),
  );
});

test('no algorithm, an asymmetric one or one in other letters is not read, signed or not', () => {
  const [, key = Buffer.alloc(0)] = keys;
  for (const alg of [
    'none',
    'None',
    'NONE',
    '',
    'hs256',
    'RS256',
    'ES256',
    'HS256 ',
    null,
    undefined,
    256,
    ['HS256'],
    { alg: 'HS256' },
  ]) {
    const header = { kid: '2', alg };
    assert.equal(readToken(forge(header, claims, key), keys, 'HS256'), null, JSON.stringify(alg));
    assert.equal(readToken(`${base64(header)}.${base64(claims)}.`, keys, 'HS256'), null, JSON.stringify(alg));
  }
});

test('a token without the number of a key that we hold is not read', () => {
  const [, key = Buffer.alloc(0)] = keys;
  for (const kid of [
    '0',
    '3',
    '-1',
    '1.0',
    '01',
    '',
    ' 2',
    '2 ',
    '__proto__',
    'length',
    2,
    null,
    undefined,
    ['2'],
    true,
  ])
    assert.equal(readToken(forge({ kid, alg: 'HS256' }, claims, key), keys, 'HS256'), null, String(kid));
});

test('a token signed with an empty or a guessed key is not read', () => {
  for (const key of ['', '2', 'secret', 'undefined', Buffer.alloc(64)])
    assert.equal(readToken(forge({ kid: '2', alg: 'HS256' }, claims, key), keys, 'HS256'), null);
});

test('all four claims are needed, as whole numbers', () => {
  const [, key = Buffer.alloc(0)] = keys;
  for (const name of ['uid', 'utypid', 'iat', 'exp'])
    for (const value of [undefined, null, '1', -1, 1.5, [], {}, true, Number.MAX_VALUE])
      assert.equal(
        readToken(forge({ kid: '2', alg: 'HS256' }, { ...claims, [name]: value }, key), keys, 'HS256'),
        null,
      );
  for (const body of [null, [], 'text', 1])
    assert.equal(readToken(forge({ kid: '2', alg: 'HS256' }, body, key), keys, 'HS256'), null);
});

test('any text at all is read or refused, never an exception', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readToken(text, keys, 'HS256') === null));
  fc.assert(
    fc.property(fc.json(), fc.json(), (header, body) => {
      const text = [header, body, 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
      assert.equal(readToken(text, keys, 'HS256'), null);
    }),
  );
});
