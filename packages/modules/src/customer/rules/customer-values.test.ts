import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CustomerRow } from '../wire-form.ts';
import { createdAt, customerValues, genderUnknown } from './customer-values.ts';

const options = { defaultGroup: 1, keepsNames: true };
const stored: CustomerRow = {
  ...{ id: 7, website_id: 1, store_id: 1, group_id: 2, email: 'carol@example.com' },
  ...{ firstname: 'Carol', lastname: 'Jones', middlename: 'M', prefix: 'Ms', suffix: 'II', dob: '1990-02-03' },
  ...{ gender: 2, taxvat: 'DE123', confirmation: null, created_in: 'Default Store View' },
  ...{ created_at: '2024-01-01 00:00:00', updated_at: '2024-01-01 00:00:00', default_billing: null },
  ...{ default_shipping: null, disable_auto_group_change: 1, is_subscribed: 1, assistance_allowed: null },
};

test('a new customer gets the default group and no subscription', () => {
  const values = customerValues({ email: 'a@example.com', firstname: 'A', lastname: 'B' }, null, options);
  assert.equal(values.group_id, 1);
  assert.equal(values.is_subscribed, 0);
  assert.equal(values.disable_auto_group_change, 0);
  assert.equal(values.gender, null);
});

test('what is not given keeps its value, and so does what is null', () => {
  const before = customerValues({}, stored, options);
  assert.equal(before.lastname, 'Jones');
  const nulls = { group_id: null, middlename: null, dob: null, gender: null, extension_attributes: null };
  assert.deepEqual(customerValues(nulls, stored, options), before);
});

test('a name that is sent as null is emptied, not kept', () =>
  assert.equal(customerValues({ firstname: null }, stored, options).firstname, ''));

test('an empty optional text is removed', () => {
  const values = customerValues({ dob: '', middlename: '', taxvat: '' }, stored, options);
  assert.deepEqual([values.dob, values.middlename, values.taxvat], [null, null, null]);
});

test('a customer who changes the own account has to give names and address, the rest is kept', () => {
  const values = customerValues({ firstname: 'Solo' }, stored, { ...options, keepsNames: false });
  assert.equal(values.email, '');
  assert.equal(values.lastname, '');
  assert.equal(values.middlename, 'M');
});

test('a gender is one of three', () => {
  assert.equal(customerValues({ gender: 3 }, stored, options).gender, 3);
  assert.equal(customerValues({ gender: 0 }, stored, options).gender, null);
  assert.throws(() => customerValues({ gender: 77 }, stored, options), {
    code: genderUnknown.code,
    message: 'Attribute gender does not contain option with Id 77',
  });
});

test('a change names exactly the columns that a client may say something about', () => {
  const text = fc.option(fc.string(), { nil: null });
  const input = fc.record({ middlename: text, prefix: text, suffix: text, taxvat: text }, { requiredKeys: [] });
  const columns = Object.keys(customerValues({}, stored, options)).sort();
  fc.assert(
    fc.property(input, (given) => {
      const values = customerValues(given, stored, options);
      assert.deepEqual(Object.keys(values).sort(), columns);
      assert.deepEqual(customerValues({}, { ...stored, ...values } as CustomerRow, options), values);
    }),
  );
});

test('the moment of the registration is taken in the stored form only', () => {
  assert.equal(createdAt('2001-02-03 04:05:06'), '2001-02-03 04:05:06');
  assert.equal(createdAt('2001-02-03T04:05:06.123Z'), '2001-02-03 04:05:06');
  assert.equal(createdAt(null), null);
  for (const text of ['yesterday', '2001-02-03', '2001-13-03 04:05:06'])
    assert.throws(() => createdAt(text), { code: 'invalid_field_value' }, text);
});
