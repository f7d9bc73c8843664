import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingFields } from '@tessera/webapi';
import { signatureInvalid, versionRejected } from '../oauth/errors.ts';
import { formEncode, problemText } from './endpoints.ts';

test('one problem keeps its full stop, several are joined by commas without theirs', () => {
  assert.equal(problemText(missingFields(['oauth_verifier'])), '"oauth_verifier" is required. Enter and try again.');
  assert.equal(
    problemText(missingFields(['oauth_nonce', 'oauth_timestamp'])),
    '"oauth_nonce" is required. Enter and try again, "oauth_timestamp" is required. Enter and try again',
  );
  assert.equal(problemText(signatureInvalid()), 'The signature is invalid. Verify and try again.');
  assert.equal(problemText(versionRejected(['2.0'])), 'The "2.0" Oauth version isn\'t supported.');
});

test("texts are encoded as PHP's urlencode does", () => {
  assert.equal(
    formEncode('The "2.0" isn\'t, or-is_it~ (é)*!'),
    'The+%222.0%22+isn%27t%2C+or-is_it%7E+%28%C3%A9%29%2A%21',
  );
  assert.equal(formEncode('\ud800'), '%EF%BF%BD');
});
