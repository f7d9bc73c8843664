import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectorOf } from './project.ts';
import { bool, data, int, list, nothing, optional, required, string } from './wire-types.ts';

const Extension = data('Test\\Extension', {
  is_subscribed: optional(bool),
  secret: optional(string, { aclToSee: 'Test::secret' }),
});
const Thing = data(
  'Test\\Thing',
  {
    id: optional(int),
    name: required(string),
    note: optional(string),
    tags: optional(list(string)),
    password: optional(string, { writeOnly: true }),
    extension_attributes: optional(Extension),
  },
  { customAttributes: true },
);
const all = () => true;
const none = () => false;

test('required fields are always there, optional ones only with a value, undeclared ones never', () => {
  assert.deepEqual(projectorOf(Thing)({ note: null, hidden: 1, password: 'x' }, all), { name: null });
});

test('values take their declared type', () => {
  assert.deepEqual(projectorOf(Thing)({ id: '7', name: 5, tags: ['a', 1] }, all), {
    id: 7,
    name: '5',
    tags: ['a', '1'],
  });
});

test('empty custom and extension attributes are left out', () => {
  assert.deepEqual(projectorOf(Thing)({ name: 'x', custom_attributes: [], extension_attributes: {} }, all), {
    name: 'x',
  });
  assert.deepEqual(projectorOf(Thing)({ name: 'x', custom_attributes: [{ attribute_code: 'a', value: 1 }] }, all), {
    name: 'x',
    custom_attributes: [{ attribute_code: 'a', value: 1 }],
  });
});

test('an extension attribute with an ACL resource shows only to those who hold it', () => {
  const value = { name: 'x', extension_attributes: { is_subscribed: 1, secret: 's' } };
  assert.deepEqual(projectorOf(Thing)(value, none), { name: 'x', extension_attributes: { is_subscribed: true } });
  assert.deepEqual(projectorOf(Thing)(value, all), {
    name: 'x',
    extension_attributes: { is_subscribed: true, secret: 's' },
  });
});

test('object or nothing is an empty list, and so is no result', () => {
  assert.deepEqual(projectorOf(Thing)(null, all), []);
  assert.deepEqual(projectorOf(nothing)(undefined, all), []);
});
