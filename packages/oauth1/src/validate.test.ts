import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolParameters } from '../test/wire.ts';
import type { ProtocolParameters } from './request.ts';
import { requiredParameters, validateProtocolParameters } from './validate.ts';

const good: ProtocolParameters = { ...protocolParameters(), oauth_signature: 'x' };
const check = (change: Record<string, string | undefined>) =>
  validateProtocolParameters({ ...good, ...change } as ProtocolParameters, requiredParameters.call);

test('a complete call has no error, with or without a version', () => {
  assert.equal(check({}), null);
  assert.equal(check({ oauth_version: undefined }), null);
});

test('the version is looked at before anything else', () => {
  assert.deepEqual(validateProtocolParameters({ oauth_version: '2.0' }, requiredParameters.call), {
    kind: 'version',
    status: 400,
    message: 'The "%1" Oauth version isn\'t supported.',
    parameters: ['2.0'],
  });
});

test('all that is missing is named, in the order in which Magento names it', () => {
  const fields = [
    'oauth_consumer_key',
    'oauth_signature',
    'oauth_signature_method',
    'oauth_nonce',
    'oauth_timestamp',
    'oauth_token',
    'oauth_verifier',
  ];
  assert.deepEqual(validateProtocolParameters({}, requiredParameters.accessToken), {
    kind: 'missing',
    status: 400,
    message: '"%fieldName" is required. Enter and try again.',
    fields,
  });
  assert.deepEqual(requiredParameters.requestToken, fields.slice(0, 5));
  assert.deepEqual(requiredParameters.call, fields.slice(0, 6));
});

test('an empty value is not missing', () => {
  assert.equal(check({ oauth_signature: '' }), null);
});

test('a token of the wrong length is told before an unknown method', () => {
  const error = check({ oauth_token: 'short', oauth_signature_method: 'PLAINTEXT' });
  assert.equal(error?.kind, 'token-length');
  assert.equal(error?.message, 'The token length is invalid. Check the length and try again.');
});

test('only HMAC-SHA1 and HMAC-SHA256 exist, in this case of letters', () => {
  for (const method of ['PLAINTEXT', 'RSA-SHA1', 'HMAC-SHA512', 'hmac-sha256', '', 'toString']) {
    assert.deepEqual(check({ oauth_signature_method: method }), {
      kind: 'method',
      status: 400,
      message: 'Signature method %1 is not supported',
      parameters: [method],
    });
  }
});

test('a method can be forbidden', () => {
  const parameters = { ...good, oauth_signature_method: 'HMAC-SHA1' };
  const options = { methods: ['HMAC-SHA256'] } as const;
  assert.equal(validateProtocolParameters(parameters, [], options)?.kind, 'method');
  assert.equal(validateProtocolParameters(parameters, []), null);
});
