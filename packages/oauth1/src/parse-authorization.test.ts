import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { protocolParameters } from '../test/wire.ts';
import { authorizationHeader } from './authorization-header.ts';
import { parseAuthorization } from './parse-authorization.ts';

const plain = (header: string, formBody?: string) => ({ ...parseAuthorization(header, formBody) });

test('a header that does not speak of OAuth gives null', () => {
  for (const header of [undefined, '', 'Bearer abc', 'OAuth', 'Basic b2F1dGg=']) {
    assert.equal(parseAuthorization(header), null);
  }
});

test('the scheme is found in any case and behind something else', () => {
  const expected = { oauth_nonce: 'n' };
  for (const scheme of ['OAuth ', 'oauth ', 'OAUTH  ', 'Basic YTpi, OAuth ']) {
    assert.deepEqual(plain(`${scheme}oauth_nonce="n"`), expected);
  }
});

test('quotes, blanks, tabs and percent-encoding are optional', () => {
  const expected = { oauth_nonce: 'n', oauth_signature: 'a+b/c==', oauth_token: '' };
  assert.deepEqual(plain('OAuth oauth_nonce="n", oauth_signature="a%2Bb%2Fc%3D%3D", oauth_token=""'), expected);
  assert.deepEqual(plain('OAuth oauth_nonce=n,oauth_signature=a+b/c==,oauth_token='), expected);
  assert.deepEqual(plain('OAuth oauth_nonce = n ,\toauth_signature="a+b/c==",\toauth_token'), {
    oauth_nonce: 'n',
    oauth_signature: 'a+b/c==',
  });
});

test('a realm and other names are ignored, and the last of repeated ones is taken', () => {
  assert.deepEqual(plain('OAuth realm="http://h/", oauth_token="1", x="y", oauth_token="2", Basic oauth'), {
    oauth_token: '2',
  });
});

test('names of prototypes do no harm', () => {
  const parameters = parseAuthorization('OAuth __proto__="x", constructor="x", oauth_nonce="n"');
  assert.equal(Object.getPrototypeOf(parameters), null);
  assert.deepEqual(Object.keys(parameters ?? {}), ['oauth_nonce']);
});

test('a form body is read only if the header speaks of OAuth but names nothing', () => {
  assert.deepEqual(plain('OAuth realm="x"', 'oauth_nonce=a+b%2B&c=d'), { oauth_nonce: 'a b+' });
  assert.deepEqual(plain('OAuth oauth_nonce="1"', 'oauth_nonce=2&oauth_token=3'), { oauth_nonce: '1' });
  assert.equal(parseAuthorization('Bearer x', 'oauth_nonce=2'), null);
});

test('what is no valid percent-encoding is kept as it is', () => {
  assert.deepEqual(plain('OAuth oauth_nonce="%zz%FF%20%"'), { oauth_nonce: '%zz%FF %' });
});

test('what was written is read again', () => {
  const parameters = { ...protocolParameters(), oauth_callback: 'http://h/?a=b, "c"&é' };
  assert.deepEqual(plain(authorizationHeader(parameters)), parameters);
});

test('nothing makes it throw', () => {
  const pieces = fc.constantFrom('OAuth ', 'oauth_a', '=', '"', ',', '%', '%41', '\t', 'é', '__proto__', ' ', '&');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(pieces).map((list) => list.join('')),
      ),
      (header) => {
        parseAuthorization(`OAuth ${header}`, header);
      },
    ),
  );
});

test('a megabyte of anything is read in linear time', { timeout: 10_000 }, () => {
  const million = 1_000_000;
  const pieces = ['a', ',', '"', '%', '%41', '=', ' ,', 'oauth_a=', ', oauth_a="%2', 'oauth', 'OAuth ', '%C3', '\t'];
  for (const piece of pieces) {
    const junk = piece.repeat(million / piece.length);
    parseAuthorization(`OAuth ${junk}`);
    parseAuthorization(`${junk} OAuth ${junk}`, junk);
    parseAuthorization(`OAuth oauth_a="${junk}"`);
  }
});
