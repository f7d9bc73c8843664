import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryById, regionById, regionsOf } from '@tessera/modules';
import { CULTURES } from './cultures.ts';
import { person } from './person.ts';

test('the same number always gives the same person', () => {
  for (const n of [1, 2, 77, 1_000_000]) assert.deepEqual(person(n), person(n));
  assert.equal(person(1).email, 'felix.schneider.1@example.com');
});

test('persons differ, and no two share an e-mail address', () => {
  const persons = Array.from({ length: 2000 }, (_, index) => person(index + 1));
  assert.equal(new Set(persons.map((someone) => someone.email)).size, persons.length);
  for (const { email } of persons) assert.match(email, /^[a-z0-9.]+@example\.com$/);
  assert.ok(new Set(persons.map((someone) => someone.addresses[0]?.country_id)).size > 10);
  assert.ok(new Set(persons.map((someone) => `${someone.firstname} ${someone.lastname}`)).size > 400);
  const homes = persons.map((someone) => someone.addresses.length);
  assert.ok(homes.includes(1) && homes.includes(2) && Math.max(...homes) === 2);
});

test('addresses lie in countries and regions that exist', () => {
  for (const { countryId, towns } of CULTURES) {
    assert.ok(countryById(countryId), countryId);
    for (const { city, postcode, region } of towns) {
      assert.ok(city !== '' && postcode !== '', `${countryId} ${city}`);
      if (region === null) assert.equal(regionsOf(countryId).length, 0, `${city} has a region`);
      else
        assert.ok(
          regionsOf(countryId).some((entry) => entry.code === region),
          `${city}: ${region}`,
        );
    }
  }
  for (let n = 1; n < 300; n++)
    for (const { region_id, region, country_id } of person(n).addresses)
      if (region_id !== null) {
        assert.equal(regionById(region_id)?.name, region);
        assert.equal(regionById(region_id)?.countryId, country_id);
      }
});
