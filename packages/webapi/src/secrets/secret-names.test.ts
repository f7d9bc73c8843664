import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretName } from './secret-names.ts';

test('names of secrets are known in every spelling, and no others are taken for one', () => {
  for (const name of [
    'password',
    'newPassword',
    'access_token_secret',
    'consumer_key',
    'otp',
    'rp_token',
    'confirmationKey',
    'confirmation',
    'userpassword',
    'pASSWORD',
    'api_tokens',
    'system/smtp/password',
  ])
    assert.equal(isSecretName(name), true, name);
  for (const name of ['email', 'keyword', 'passenger', 'hashtag', 'secretary', 'street', 'spin', 'confirm'])
    assert.equal(isSecretName(name), false, name);
});
