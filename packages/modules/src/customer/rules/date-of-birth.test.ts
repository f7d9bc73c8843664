import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dateInvalid, readDateOfBirth } from './date-of-birth.ts';

test('the forms that PHP reads give the same stored date', () => {
  for (const text of [
    '1990-02-03',
    '1990-02-03 10:11:12',
    '1990-02-03T10:11:12Z',
    '1990/2/3',
    '02/03/1990',
    '3.2.1990',
    '3-2-1990',
  ])
    assert.equal(readDateOfBirth(text), '1990-02-03', text);
});

test('a date in the future is a date', () => assert.equal(readDateOfBirth('2090-12-31'), '2090-12-31'));

test('what is no day of the calendar is refused', () => {
  for (const text of ['not-a-date', '1990-02-31', '1990-13-01', '0000-00-00', '31/12/1990', '1990-2', '12'])
    assert.throws(() => readDateOfBirth(text), { code: dateInvalid.code }, text);
});

test('every day of the calendar is read back as it was written', () => {
  const day = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      const text = date.toISOString().slice(0, 10);
      assert.equal(readDateOfBirth(text), text);
    }),
  );
});
