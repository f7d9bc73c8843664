import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AddressPolicy, addressProblem } from './address-validation.ts';
import { type AddressValues, addressValues } from './address-values.ts';

const policy: AddressPolicy = {
  postcodeRequired: (country) => country !== 'IE',
  regionRequired: (country) => country === 'US' || country === 'BG',
};
const address = (changes: Partial<AddressValues> = {}): AddressValues => ({
  ...addressValues({ country_id: 'US', region_id: 57, street: ['1'], city: 'A', firstname: 'F', lastname: 'L' }, null),
  ...{ telephone: '1', postcode: '1', ...changes },
});
const fieldsOf = (values: AddressValues): unknown[] => {
  const problem = addressProblem(values, policy);
  if (problem === null) return [];
  const details = problem.errors.length > 0 ? problem.errors : [problem];
  return details.map((detail) => (detail.parameters as { fieldName: string }).fieldName);
};

test('a whole address is good', () => assert.equal(addressProblem(address(), policy), null));

test('everything that is missing is listed', () => {
  assert.deepEqual(fieldsOf(addressValues({ country_id: 'US' }, null)), [
    ...['firstname', 'lastname', 'street', 'city', 'telephone', 'postcode', 'regionId'],
  ]);
  assert.equal(addressProblem(addressValues({ country_id: 'US' }, null), policy)?.code, 'input_exceptions');
});

test('a single missing field is named by the message itself', () => {
  const problem = addressProblem(address({ postcode: null }), policy);
  assert.equal(problem?.message, '"%fieldName" is required. Enter and try again.');
  assert.deepEqual(problem?.parameters, { fieldName: 'postcode' });
});

test('postcodes and regions are asked for where the settings say so', () => {
  assert.deepEqual(fieldsOf(address({ country_id: 'IE', region_id: null, postcode: null })), []);
  assert.deepEqual(fieldsOf(address({ country_id: 'DE', region_id: null })), []);
  assert.deepEqual(fieldsOf(address({ region_id: null })), ['regionId']);
});

test('a region that was given without an id passes, an id of another country does not', () => {
  assert.deepEqual(fieldsOf(address({ region_id: 0 })), []);
  const problem = addressProblem(address({ region_id: 9999 }), policy);
  assert.equal(problem?.message, 'Invalid value of "%value" provided for the %fieldName field.');
  assert.deepEqual(problem?.parameters, { fieldName: 'regionId', value: '9999' });
});

test('a country that nobody knows is taken, none is not', () => {
  assert.deepEqual(fieldsOf(address({ country_id: 'XX' })), []);
  assert.deepEqual(fieldsOf(address({ country_id: null })), ['countryId']);
});

test('a street of more or longer lines than any has is refused', () => {
  const withStreet = (street: string) => addressProblem(address({ street }), policy)?.code ?? null;
  assert.equal(withStreet(Array(100).fill('x'.repeat(1000)).join('\n')), null);
  assert.equal(withStreet(Array(101).fill('x').join('\n')), 'street_too_long');
  assert.equal(withStreet('x'.repeat(1001)), 'street_too_long');
});
