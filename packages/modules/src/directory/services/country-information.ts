import { implement, problem } from '@tessera/webapi';
import { locale } from '../../store/settings.ts';
import { CountryInformationAcquirer } from '../contract/information.ts';
import type { Country } from '../countries.ts';
import { countryName } from '../country-names.ts';
import { countriesAllowed, countryAllowed } from '../settings.ts';

export const countryNotAvailable = problem(
  'country_not_available',
  404,
  "The country isn't available.",
  'There is no such country, or the store does not allow it. Codes are in capitals.',
);

const onTheWire = (country: Country, localeCode: string) => ({
  id: country.id,
  two_letter_abbreviation: country.id,
  three_letter_abbreviation: country.iso3,
  full_name_locale: countryName(country, localeCode),
  full_name_english: country.name,
  available_regions:
    country.regions.length === 0 ? null : country.regions.map(({ id, code, name }) => ({ id: String(id), code, name })),
});

export const countryInformationAcquirer = implement(CountryInformationAcquirer, {
  getCountriesInfo: (_, { settings }) => {
    const localeCode = settings.get(locale);
    return countriesAllowed(settings).map((country) => onTheWire(country, localeCode));
  },
  getCountryInfo: ({ countryId }, { settings }) => {
    const country = countryAllowed(settings, countryId);
    if (country === null) throw countryNotAvailable();
    return onTheWire(country, settings.get(locale));
  },
});
