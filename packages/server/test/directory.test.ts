import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdminCaller, ALL_GRANTS } from '@tessera/webapi';
import { type TestApplication, withApplication } from './application.ts';

const ADMIN: AdminCaller = { kind: 'admin', id: 1, username: 'a', roleId: 1, grants: ALL_GRANTS, proof: 'token' };

/** Stores a setting as the administrator would. */
async function configure({ application, call }: TestApplication, path: string, value: string): Promise<void> {
  const route = application.kernel.match('PUT', ['V1', 'config'])?.route;
  await route?.invoke({ path, value }, call({ caller: ADMIN }));
}

test('everybody may ask for a country, whose regions have textual ids', () =>
  withApplication(async ({ send }) => {
    const { status, json } = await send({ url: '/rest/V1/directory/countries/CA' });
    assert.equal(status, 200);
    const { available_regions: regions, ...country } = json as { available_regions: unknown[] };
    assert.deepEqual(country, {
      id: 'CA',
      two_letter_abbreviation: 'CA',
      three_letter_abbreviation: 'CAN',
      full_name_locale: 'Canada',
      full_name_english: 'Canada',
    });
    assert.deepEqual(regions[0], { id: '66', code: 'AB', name: 'Alberta' });
    const ireland = await send({ url: '/rest/V1/directory/countries/IE' });
    assert.equal('available_regions' in (ireland.json as object), false, 'none where addresses have no region');
  }));

test('a country that does not exist, or that the store does not allow, is not available', () =>
  withApplication(async (context) => {
    const refused = { message: "The country isn't available." };
    for (const id of ['ZZ', 'us']) {
      const { status, json } = await context.send({ url: `/rest/V1/directory/countries/${id}` });
      assert.deepEqual({ status, json }, { status: 404, json: refused });
    }
    await configure(context, 'general/country/allow', 'DE,CH');
    const { json } = await context.send({ url: '/rest/V1/directory/countries?fields=id' });
    assert.deepEqual(json, [{ id: 'CH' }, { id: 'DE' }]);
    assert.equal((await context.send({ url: '/rest/V1/directory/countries/US' })).status, 404);
  }));

test('country names follow the locale of the store', () =>
  withApplication(async (context) => {
    await configure(context, 'general/locale/code', 'de_DE');
    const { json } = await context.send({ url: '/rest/V1/directory/countries/CH' });
    const { full_name_locale, full_name_english } = json as Record<string, string>;
    assert.deepEqual([full_name_locale, full_name_english], ['Schweiz', 'Switzerland']);
  }));

test('the currency information follows the settings', () =>
  withApplication(async (context) => {
    const url = '/rest/V1/directory/currency';
    const fresh = {
      base_currency_code: 'USD',
      base_currency_symbol: '$',
      default_display_currency_code: 'USD',
      default_display_currency_symbol: '$',
      available_currency_codes: ['USD'],
      exchange_rates: [{ currency_to: 'USD', rate: 1 }],
    };
    assert.deepEqual((await context.send({ url })).json, fresh);
    await configure(context, 'currency/options/allow', 'USD,EUR,JPY');
    const { json } = await context.send({ url });
    assert.deepEqual(json, {
      ...fresh,
      available_currency_codes: ['USD', 'EUR', 'JPY'],
      exchange_rates: [
        { currency_to: 'USD', rate: 1 },
        { currency_to: 'EUR', rate: 0.7067 },
      ],
    });
  }));
