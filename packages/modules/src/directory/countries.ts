import rows from './data/countries.json' with { type: 'json' };

/** A country by its ISO 3166 codes; `id` has two letters. */
export interface Country {
  readonly id: string;
  readonly iso3: string;
  /** In English; null where the country is no more (AN). */
  readonly name: string | null;
  /** In the order in which they are shown; empty where addresses have none. */
  readonly regions: readonly Region[];
}
/** A state, province or department, with the id that a fresh Magento gives it. */
export interface Region {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly countryId: string;
}

type Row = [id: string, iso3: string, name: string | null, regions: [id: number, code: string, name: string][]];

/** All countries, by code. */
export const COUNTRIES: readonly Country[] = (rows as Row[]).map(([countryId, iso3, name, regions]) => ({
  id: countryId,
  iso3,
  name,
  regions: regions.map(([id, code, region]) => ({ id, code, name: region, countryId })),
}));

const byId = new Map(COUNTRIES.map((country) => [country.id, country]));
const regions = new Map(COUNTRIES.flatMap((country) => country.regions.map((region) => [region.id, region] as const)));

/** @param id two capital letters; null where there is no such country */
export const countryById = (id: string): Country | null => byId.get(id) ?? null;
export const regionById = (regionId: number): Region | null => regions.get(regionId) ?? null;
/** The regions of a country, empty for an unknown country. */
export const regionsOf = (countryId: string): readonly Region[] => byId.get(countryId)?.regions ?? [];
/** The first region of a country with this code; several may share one (the US armed forces). */
export const regionByCode = (countryId: string, code: string): Region | null =>
  regionsOf(countryId).find((region) => region.code === code) ?? null;
