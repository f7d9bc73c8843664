import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAdminPassword } from './password-policy.ts';

test('seven characters with letters and digits are enough', () => {
  for (const password of ['abcdef1', 'Admin123!x', 'пароль7', '1234567a']) checkAdminPassword(password);
});

test('shorter ones, and those without letters or without digits, are refused', () => {
  assert.throws(() => checkAdminPassword('abcde1'), /must be at least %1 characters/);
  assert.throws(() => checkAdminPassword('abcdefgh'), /both numeric and alphabetic/);
  assert.throws(() => checkAdminPassword('12345678!'), /both numeric and alphabetic/);
  assert.throws(() => checkAdminPassword(`a1${'x'.repeat(300)}`), /must be at most %1 characters/);
});
