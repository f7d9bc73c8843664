import {
  type ErrorDetail,
  fieldRequired,
  inputErrors,
  invalidFieldValue,
  problem,
  type WebapiError,
} from '@tessera/webapi';
import { regionsOf } from '../../directory/countries.ts';
import type { AddressValues } from './address-values.ts';

/** What the settings ask of addresses in a country. */
export interface AddressPolicy {
  readonly postcodeRequired: (countryId: string) => boolean;
  readonly regionRequired: (countryId: string) => boolean;
}

export const streetTooLong = problem(
  'street_too_long',
  400,
  'The street of an address may have at most %lines lines of %characters characters.',
  'The field `street` is longer than that of any address.',
  { rendered: true },
);
/** Lines are short to send and long to answer; the reference sets no limit that is known, so this one is generous. */
const STREET = { lines: 100, characters: 1000 };

function isStreetTooLong(street: string | null | undefined): boolean {
  const lines = street?.split('\n', STREET.lines + 1) ?? [];
  return lines.length > STREET.lines || lines.some((line) => line.length > STREET.characters);
}

const missing = (fieldName: string): ErrorDetail => ({ message: fieldRequired.message, parameters: { fieldName } });

function regionErrors(values: AddressValues, countryId: string, policy: AddressPolicy): ErrorDetail[] {
  const regions = regionsOf(countryId);
  const id = values.region_id ?? null;
  if (regions.length === 0) return policy.regionRequired(countryId) && !values.region ? [missing('region')] : [];
  // The id 0 says that a region was given, though none with an id (observed: it passes).
  if (id === null) return policy.regionRequired(countryId) ? [missing('regionId')] : [];
  if (id === 0 || regions.some((region) => region.id === id)) return [];
  return [{ message: invalidFieldValue.message, parameters: { fieldName: 'regionId', value: String(id) } }];
}

/**
 * What is wrong with an address, null where nothing is. Names, street, city, telephone and country are needed, postcode
 * and region where the settings ask for them; a country that nobody knows is taken (observed). A street has an end.
 */
export function addressProblem(values: AddressValues, policy: AddressPolicy): WebapiError | null {
  if (isStreetTooLong(values.street)) return streetTooLong(STREET);
  const countryId = values.country_id ?? '';
  const errors = (['firstname', 'lastname', 'street', 'city', 'telephone'] as const)
    .filter((field) => (values[field] ?? '').split('\n')[0]?.trim() === '')
    .map(missing);
  if (!values.postcode && policy.postcodeRequired(countryId)) errors.push(missing('postcode'));
  errors.push(...(countryId === '' ? [missing('countryId')] : regionErrors(values, countryId, policy)));
  return errors.length === 0 ? null : inputErrors(errors);
}
