import { type SettingsReader, setting } from '@tessera/webapi';
import { COUNTRIES, type Country, countryById } from './countries.ts';

const everywhere = ['default', 'websites', 'stores'] as const;

export const defaultCountry = setting('general/country/default', {
  type: 'string',
  default: 'US',
  label: 'Default Country',
  scopes: everywhere,
  description: 'Country that forms propose.',
});
export const allowedCountries = setting('general/country/allow', {
  type: 'list',
  default: [],
  label: 'Allow Countries',
  scopes: everywhere,
  description: 'Countries that customers may choose, by their two letters. Empty: all.',
});
export const optionalPostcodes = setting('general/country/optional_zip_countries', {
  type: 'list',
  default: ['HK', 'IE', 'MO', 'PA', 'GB'],
  label: 'Zip/Postal Code is Optional for',
  description: 'Countries whose addresses may do without a postcode.',
});
export const requiredRegions = setting('general/region/state_required', {
  type: 'list',
  default: [
    ...['AL', 'AR', 'AU', 'BE', 'BG', 'BO', 'BR', 'BY', 'CA', 'CH', 'CL', 'CN', 'CO', 'CR', 'CZ', 'DK', 'EC', 'EE'],
    ...['ES', 'GR', 'GY', 'HR', 'IN', 'IS', 'IT', 'LT', 'LV', 'MX', 'PE', 'PL', 'PT', 'PY', 'RO', 'SE', 'SR', 'UA'],
    ...['US', 'UY', 'VE'],
  ],
  label: 'State is Required for',
  description: 'Countries whose addresses need a region.',
});
export const exchangeRates = setting('tessera/currency/rates', {
  type: 'list',
  default: ['USD/USD=1', 'USD/EUR=0.7067', 'EUR/EUR=1', 'EUR/USD=1.415'],
  label: 'Exchange Rates',
  description: 'Entries such as USD/EUR=0.7067: what one unit of the first currency is worth in the second.',
});

export const settings = [defaultCountry, allowedCountries, optionalPostcodes, requiredRegions, exchangeRates];

/** The countries that customers of a store view may choose, by code. */
export function countriesAllowed(reader: SettingsReader): readonly Country[] {
  const codes = reader.get(allowedCountries);
  return codes.length === 0 ? COUNTRIES : COUNTRIES.filter((country) => codes.includes(country.id));
}

/** The country, where it exists and customers of the store view may choose it; else null. */
export function countryAllowed(reader: SettingsReader, id: string): Country | null {
  const codes = reader.get(allowedCountries);
  return codes.length === 0 || codes.includes(id) ? countryById(id) : null;
}

export const isPostcodeOptional = (reader: SettingsReader, countryId: string): boolean =>
  reader.get(optionalPostcodes).includes(countryId);
export const isRegionRequired = (reader: SettingsReader, countryId: string): boolean =>
  reader.get(requiredRegions).includes(countryId);
