import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COUNTRIES, countryById, regionByCode, regionById, regionsOf } from './countries.ts';

test('countries and regions are found under the ids that a fresh Magento gives them', () => {
  assert.equal(COUNTRIES.length, 249);
  assert.equal(countryById('DE')?.name, 'Germany');
  assert.deepEqual(regionById(57), { id: 57, code: 'TX', name: 'Texas', countryId: 'US' });
  assert.equal(regionById(81)?.countryId, 'DE');
  assert.equal(regionByCode('US', 'CA')?.id, 12);
  assert.equal(regionsOf('US').length, 65);
});

test('what is no country or region is not found, and codes are in capitals', () => {
  for (const id of ['us', 'ZZ', '', '__proto__']) assert.equal(countryById(id), null, id);
  assert.equal(regionById(0), null);
  assert.equal(regionByCode('DE', 'TX'), null);
  assert.deepEqual(regionsOf('ZZ'), []);
});

test('no two regions share an id', () => {
  const ids = COUNTRIES.flatMap((country) => country.regions.map((region) => region.id));
  assert.equal(new Set(ids).size, ids.length);
});
