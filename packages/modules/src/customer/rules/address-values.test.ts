import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddressRow } from '../wire-form.ts';
import { addressValues, regionValues } from './address-values.ts';

const texas = { region_id: 57, region: 'Texas', region_code: 'TX' };
const stored: AddressRow = {
  ...{ id: 2, customer_id: 1, country_id: 'US', ...texas, street: '123 Main St\nApt 4', company: 'ACME' },
  ...{ telephone: '512-555-1111', fax: '1', postcode: '78701', city: 'Austin', firstname: 'Jane', lastname: 'Doe' },
  ...{ middlename: 'M', prefix: 'Ms', suffix: null, vat_id: null },
};
const kent = { ...stored, country_id: 'GB', region_id: 0, region: 'Kent', region_code: 'Kent' };

test('the id of a region dictates its name and code', () => {
  assert.deepEqual(regionValues({ region: { region_id: 57 } }, null, 'US'), texas);
  assert.deepEqual(
    regionValues({ region: { region_id: 57, region: 'Nowhere', region_code: 'NO' } }, null, 'US'),
    texas,
  );
  assert.deepEqual(regionValues({ region_id: 57 }, null, 'US'), texas);
});

test('a region by text is name and code, under the id 0', () =>
  assert.deepEqual(regionValues({ region: { region: 'Kent' } }, stored, 'GB'), {
    ...{ region_id: 0, region: 'Kent', region_code: 'Kent' },
  }));

test('a code alone is not looked up and empties the region', () =>
  assert.deepEqual(regionValues({ region: { region_code: 'CA' } }, kent, 'US'), {
    ...{ region_id: 0, region: null, region_code: null },
  }));

test('without a region the stored one stays', () => {
  assert.deepEqual(regionValues({}, stored, 'US'), texas);
  assert.deepEqual(regionValues({}, kent, 'GB'), { region_id: 0, region: 'Kent', region_code: 'Kent' });
  assert.deepEqual(regionValues({}, null, 'DE'), { region_id: null, region: null, region_code: null });
});

test('a region of another country keeps its name and loses its code', () =>
  assert.deepEqual(regionValues({}, stored, 'IE'), { region_id: 57, region: 'Texas', region_code: null }));

test('an address that is sent in part keeps the rest', () => {
  const { id: _, customer_id: __, ...values } = stored;
  assert.deepEqual(addressValues({ id: 2 }, stored), values);
  assert.deepEqual(addressValues({ city: 'Dallas', street: ['One line'] }, stored), {
    ...values,
    city: 'Dallas',
    street: 'One line',
  });
});

test('empty texts and streets without a line are removed', () => {
  const values = addressValues({ company: '', postcode: '', street: [] }, stored);
  assert.deepEqual([values.company, values.postcode, values.street], [null, null, null]);
});

test('a text that no column of the reference holds is cut, not refused', () =>
  assert.equal(addressValues({ telephone: '1'.repeat(300) }, stored).telephone?.length, 255));
