import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeEncoding, percentDecode, percentEncode } from './percent-encoding.ts';

test('only letters, digits and -._~ are left as they are', () => {
  assert.equal(percentEncode("azAZ09-._~ !*'()+/é"), 'azAZ09-._~%20%21%2A%27%28%29%2B%2F%C3%A9');
});

test('a lone surrogate is encoded as the replacement character', () => {
  assert.equal(percentEncode('a\ud800'), 'a%EF%BF%BD');
});

test('decoding leaves a plus, what is no escape and what is no UTF-8', () => {
  assert.equal(percentDecode('a+b%20%zz%2%C3%A9%FF%41'), 'a+b %zz%2é%FFA');
  assert.equal(percentDecode('%41%zz'), 'A%zz');
});

test('decoding takes back what encoding did', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => percentDecode(percentEncode(text)) === text.toWellFormed()),
  );
});

test('normalizing is decoding and encoding again for all that is UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const sent = encodeURI(text.toWellFormed());
      assert.equal(normalizeEncoding(sent, 'literal'), percentEncode(decodeURIComponent(sent)));
      const inLowerCase = sent.replace(/%../g, (piece) => piece.toLowerCase());
      assert.equal(normalizeEncoding(inLowerCase, 'literal'), percentEncode(decodeURIComponent(sent)));
    }),
  );
});

test('normalizing keeps bytes that are no UTF-8 and encodes a stray percent sign', () => {
  assert.equal(normalizeEncoding('%ff%7e%2f[é%5%', 'space'), '%FF~%2F%5B%C3%A9%255%25');
});

test('a plus is a blank or itself', () => {
  assert.equal(normalizeEncoding('a+b%2B', 'space'), 'a%20b%2B');
  assert.equal(normalizeEncoding('a+b%2B', 'literal'), 'a%2Bb%2B');
});
