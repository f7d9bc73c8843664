import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { passwordProblem } from './password-policy.ts';

const policy = { minimumLength: 8, classes: 3 };
const codeOf = (password: string, email = 'jane@example.com'): string | undefined =>
  passwordProblem(password, email, policy)?.code;

test('a password with three kinds of characters is taken', () => {
  for (const password of ['Password1', 'password1!', 'PASSWORD1!', 'Passwörter!', 'Aa1 Aa1 '.trimEnd().concat('b')])
    assert.equal(codeOf(password), undefined, password);
});

test('each rule names itself, in the order in which they are checked', () => {
  assert.equal(codeOf(`Aa1!${'x'.repeat(253)}`), 'password_too_long');
  assert.equal(codeOf('a'), 'password_too_short');
  assert.equal(codeOf(' Password1! '), 'password_padded');
  assert.equal(codeOf('aaaaaaaaaa'), 'password_too_simple');
  assert.equal(codeOf('JANE1@example.COM', 'Jane1@Example.com'), 'password_is_email');
});

test('a letter beyond the alphabet counts as one character', () => {
  assert.equal(codeOf('Aa1!𝕏𝕏𝕏'), 'password_too_short');
  assert.equal(codeOf('Aa1!𝕏𝕏𝕏𝕏'), undefined);
});

test('no password is refused for what stands in the middle', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (middle) => {
      assert.equal(codeOf(`Aa1!${middle}bcde`), undefined);
    }),
  );
});
