import { type Call, implement, problem } from '@tessera/webapi';
import { locale } from '../../store/settings.ts';
import { CountryInformationAcquirer } from '../contract/information.ts';
import type { Country } from '../countries.ts';
import { countriesAllowed, countryAllowed } from '../settings.ts';

export const countryNotAvailable = problem(
  'country_not_available',
  404,
  "The country isn't available.",
  'There is no such country, or the store does not allow it. Codes are in capitals.',
);

const namesByLocale = new Map<string, Intl.DisplayNames | null>();

/** Names of countries in the language of a locale such as `fr_FR`; null for English and for what is no locale. */
function countryNames(code: string): Intl.DisplayNames | null {
  if (code.startsWith('en')) return null;
  let names = namesByLocale.get(code);
  if (names === undefined) {
    try {
      names = new Intl.DisplayNames(code.replaceAll('_', '-'), { type: 'region', fallback: 'none' });
    } catch {
      names = null;
    }
    namesByLocale.set(code, names);
  }
  return names;
}

const wire = (country: Country, names: Intl.DisplayNames | null) => ({
  id: country.id,
  two_letter_abbreviation: country.id,
  three_letter_abbreviation: country.iso3,
  full_name_locale: names?.of(country.id) ?? country.name,
  full_name_english: country.name,
  available_regions:
    country.regions.length === 0 ? null : country.regions.map(({ id, code, name }) => ({ id: String(id), code, name })),
});

const namesFor = (call: Call): Intl.DisplayNames | null => countryNames(call.settings.get(locale));

export const countryInformationAcquirer = implement(CountryInformationAcquirer, {
  getCountriesInfo: (_, call) => {
    const names = namesFor(call);
    return countriesAllowed(call.settings).map((country) => wire(country, names));
  },
  getCountryInfo: ({ countryId }, call) => {
    const country = countryAllowed(call.settings, countryId);
    if (country === null) throw countryNotAvailable();
    return wire(country, namesFor(call));
  },
});
