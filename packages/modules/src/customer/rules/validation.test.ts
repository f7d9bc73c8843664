import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { customerMessages, customerProblem, isEmail, missingAttributes } from './validation.ts';

const good = { email: 'jane@example.com', firstname: 'Jane', lastname: 'Doe' };

test('names may have letters of any script, digits and the punctuation of names', () => {
  for (const lastname of ["O'Łukasz-Ñ", 'Müller, Jr.', '山田', 'A & B', 'José’s', '12', '  Jane  '])
    assert.deepEqual(customerMessages({ ...good, lastname }), [], lastname);
});

test('other characters in a name are refused by its label', () => {
  assert.deepEqual(customerMessages({ ...good, lastname: 'Ż"q"' }), ['Last Name is not valid!']);
  assert.deepEqual(customerMessages({ ...good, firstname: '<script>{{' }), ['First Name is not valid!']);
  assert.deepEqual(customerMessages({ ...good, middlename: 'http://x' }), ['Middle Name is not valid!']);
});

test('all messages come in one error, a line each', () => {
  const problem = customerProblem({ email: 'a@example.com', firstname: '', lastname: '' });
  assert.equal(problem?.message, '"First Name" is a required value.\n"Last Name" is a required value.');
  assert.equal(problem?.status, 400);
});

test('a name of more than 255 characters is too long', () => {
  assert.deepEqual(customerMessages({ ...good, firstname: 'x'.repeat(255) }), []);
  assert.equal(customerMessages({ ...good, firstname: 'x'.repeat(256) }).length, 1);
});

test('addresses that mail can be sent to are addresses', () => {
  for (const email of [
    'q@q.co',
    'Plus+Tag@Example.COM',
    "o'brien@mail.example.org",
    'jürgen@bücher.example',
    'a.b_c@xn--bcher-kva.example',
  ])
    assert.equal(isEmail(email), true, email);
  for (const email of [
    '',
    'v',
    'a@b@c.co',
    '@example.com',
    'a@',
    'a@localhost',
    'a b@example.com',
    'a@ex ample.com',
    '.a@example.com',
    'a..b@example.com',
    'a@-x.com',
    'a@example.c',
    'a\n@example.com',
    'a\u0001b@example.com',
    `${'a'.repeat(65)}@example.com`,
  ])
    assert.equal(isEmail(email), false, email);
});

test('no text makes the check of an address slow', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 5000 }), fc.nat(5000), (text, repeat) => {
      const started = performance.now();
      isEmail(`${text}@${'a.'.repeat(repeat)}`);
      assert.ok(performance.now() - started < 100);
    }),
  );
});

test('the validation of an unsaved customer names what is empty, website and group too', () => {
  assert.deepEqual(missingAttributes(good), [
    'The "Associate to Website" attribute value is empty. Set the attribute and try again.',
    'The "Group" attribute value is empty. Set the attribute and try again.',
  ]);
  assert.deepEqual(missingAttributes({ ...good, website_id: 1, group_id: 1 }), []);
});
