import type { Country } from './countries.ts';

const byLocale = new Map<string, Intl.DisplayNames | null>();

/** Names of countries in the language of a locale; null for English, whose names are ours, and for what is no locale. */
function namesFor(locale: string): Intl.DisplayNames | null {
  if (locale.startsWith('en')) return null;
  let names = byLocale.get(locale);
  if (names === undefined) {
    try {
      names = new Intl.DisplayNames(locale.replaceAll('_', '-'), { type: 'region', fallback: 'none' });
    } catch {
      names = null;
    }
    byLocale.set(locale, names);
  }
  return names;
}

/** The name of a country in the language of a locale such as `fr_FR`; English where there is none. */
export const countryName = (country: Country, locale: string): string | null =>
  namesFor(locale)?.of(country.id) ?? country.name;
