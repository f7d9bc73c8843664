import { type ErrorDetail, fieldRequired, inputErrors, invalidFieldValue, type WebapiError } from '@tessera/webapi';
import { regionsOf } from '../../directory/countries.ts';
import type { AddressValues } from './address-values.ts';

/** What the settings ask of addresses in a country. */
export interface AddressPolicy {
  readonly postcodeRequired: (countryId: string) => boolean;
  readonly regionRequired: (countryId: string) => boolean;
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
 * and region where the settings ask for them; a country that nobody knows is taken (observed).
 */
export function addressProblem(values: AddressValues, policy: AddressPolicy): WebapiError | null {
  const countryId = values.country_id ?? '';
  const errors = (['firstname', 'lastname', 'street', 'city', 'telephone'] as const)
    .filter((field) => (values[field] ?? '').split('\n')[0]?.trim() === '')
    .map(missing);
  if (!values.postcode && policy.postcodeRequired(countryId)) errors.push(missing('postcode'));
  errors.push(...(countryId === '' ? [missing('countryId')] : regionErrors(values, countryId, policy)));
  return errors.length === 0 ? null : inputErrors(errors);
}
