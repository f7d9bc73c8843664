import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem, renderMessage } from './problem.ts';

test('placeholders are filled in by name and by position', () => {
  assert.equal(
    renderMessage('The integration with name "%1" exists.', ['ERP']),
    'The integration with name "ERP" exists.',
  );
  assert.equal(renderMessage('"%fieldName" is required.', { fieldName: 'name' }), '"name" is required.');
  assert.equal(renderMessage('100 %', undefined), '100 %');
});

test('messages are sorted by the field that they speak of', () => {
  const one = new ApiProblem(400, {
    message: 'Invalid value of "%value" provided for the %fieldName field.',
    parameters: { value: 'x', fieldName: 'customer.email' },
  });
  assert.deepEqual(one.fields, {
    email: 'Invalid value of "x" provided for the email field.'.replace('the email', 'the customer.email'),
  });
  const several = new ApiProblem(400, {
    message: 'One or more input exceptions have occurred.',
    errors: [
      { message: '"%fieldName" is required.', parameters: { fieldName: 'username' } },
      { message: '"%fieldName" is required.', parameters: { fieldName: 'password' } },
    ],
  });
  assert.deepEqual(several.fields, { username: '"username" is required.', password: '"password" is required.' });
  assert.equal(several.message, '"username" is required. "password" is required.');
});
