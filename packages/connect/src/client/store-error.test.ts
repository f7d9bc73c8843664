import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storeError } from './store-error.ts';

const error = (status: number, body: unknown) =>
  storeError(status, typeof body === 'string' ? body : JSON.stringify(body), 'GET /V1/x', 'https://shop.example/');

test('the message has its parameters filled in, by name and by position', () => {
  const named = error(404, {
    message: 'No such entity with %fieldName = %fieldValue',
    parameters: { fieldName: 'id', fieldValue: 7 },
  });
  assert.equal(named.message, 'No such entity with id = 7');
  assert.equal(named.template, 'No such entity with %fieldName = %fieldValue');
  assert.equal(error(400, { message: '%1 of %2, %3', parameters: ['a', 2] }).message, 'a of 2, %3');
});

test('several mistakes are all told', () => {
  const { message, errors } = error(400, {
    message: 'One or more input exceptions have occurred.',
    errors: [
      { message: '"%fieldName" is required.', parameters: { fieldName: 'username' } },
      { message: '"%fieldName" is required.', parameters: { fieldName: 'password' } },
    ],
  });
  assert.deepEqual(errors, ['"username" is required.', '"password" is required.']);
  assert.equal(message, 'One or more input exceptions have occurred. "username" is required. "password" is required.');
});

test('the kind tells programs what to do', () => {
  const kind = (status: number, message = 'x'): string => error(status, { message }).kind;
  assert.equal(kind(401, 'Specified token does not exist'), 'revoked');
  assert.equal(kind(401, 'A consumer having the specified key does not exist'), 'revoked');
  assert.equal(kind(401, 'Access token has been revoked'), 'revoked');
  assert.equal(kind(401, "The consumer isn't authorized to access %resources."), 'not-authorized');
  assert.equal(kind(401, 'The signature is invalid. Verify and try again.'), 'not-authorized');
  assert.equal(kind(401, 'The access token has expired'), 'revoked');
  assert.equal(kind(403, 'The access token is for reading only.'), 'not-authorized');
  assert.equal(kind(404), 'not-found');
  assert.equal(kind(400), 'invalid');
  assert.equal(kind(429), 'too-many-requests');
  assert.equal(kind(503), 'unavailable');
  assert.equal(kind(301), 'unavailable');
});

test('a store that has moved is said to have', () => {
  const { message } = storeError(301, '<html>', 'GET /V1/x', 'https://shop.example/', 'https://new.example/rest/V1/x');
  assert.equal(message, 'The store answered 301 and leads to https://new.example/rest/V1/x.');
});

test('what is said of every bad time stamp is explained', () => {
  const { template, message } = error(401, { message: 'An error occurred validating the nonce' });
  assert.equal(template, 'An error occurred validating the nonce');
  assert.match(message, /nonce Compare the clocks/);
});

test('an answer that is no JSON still makes an error with its status', () => {
  for (const body of ['<html>', 'null', '"text"', '']) {
    const { status, message } = error(502, body);
    assert.equal(status, 502);
    assert.equal(message, 'The store answered 502.');
  }
});
