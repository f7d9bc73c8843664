import type { Input } from '@tessera/webapi';
import type { Insertable } from 'kysely';
import { regionById } from '../../directory/countries.ts';
import type { Address } from '../contract/data.ts';
import type { CustomerAddressTable } from '../tables.ts';
import type { AddressRow } from '../wire-form.ts';
import { pruned } from './texts.ts';

type AddressInput = Input<typeof Address>;
/** An address in the columns' form. */
export type AddressValues = Omit<Insertable<CustomerAddressTable>, 'id' | 'customer_id'>;

interface RegionValues {
  readonly region_id: number | null;
  readonly region: string | null;
  readonly region_code: string | null;
}

/** Text and id as the client and the stored address give them, before the id completes the others. */
function givenRegion(given: AddressInput, before: AddressRow | null): Omit<RegionValues, 'region_code'> {
  const topId = given.region_id ?? null;
  const { region } = given;
  if (region === undefined || region === null)
    return { region_id: topId ?? before?.region_id ?? null, region: before?.region ?? null };
  return { region_id: topId ?? region.region_id ?? 0, region: pruned(region.region, null) };
}

/**
 * Region of an address. An id of the address's country dictates name and code; without an id the text is both
 * (observed); a code alone is not looked up (observed). A region object without an id stands for the id 0.
 */
export function regionValues(given: AddressInput, before: AddressRow | null, countryId: string | null): RegionValues {
  const { region_id, region } = givenRegion(given, before);
  const known = region_id === null ? null : regionById(region_id);
  if (known !== null && known.countryId === countryId)
    return { region_id, region: known.name, region_code: known.code };
  return { region_id, region, region_code: region_id === null || region_id === 0 ? region : null };
}

const streetText = (lines: readonly string[] | null | undefined, before: string | null | undefined): string | null =>
  lines === undefined || lines === null ? (before ?? null) : lines.join('\n') || null;

/**
 * An address as it will be stored: what is not given keeps its value, an empty text empties.
 * @param before the stored address, null for a new one
 */
export function addressValues(given: AddressInput, before: AddressRow | null): AddressValues {
  const country_id = pruned(given.country_id, before?.country_id);
  return {
    country_id,
    ...regionValues(given, before, country_id),
    street: streetText(given.street, before?.street),
    company: pruned(given.company, before?.company),
    telephone: pruned(given.telephone, before?.telephone),
    fax: pruned(given.fax, before?.fax),
    postcode: pruned(given.postcode, before?.postcode),
    city: pruned(given.city, before?.city),
    firstname: pruned(given.firstname, before?.firstname),
    lastname: pruned(given.lastname, before?.lastname),
    middlename: pruned(given.middlename, before?.middlename),
    prefix: pruned(given.prefix, before?.prefix),
    suffix: pruned(given.suffix, before?.suffix),
    vat_id: pruned(given.vat_id, before?.vat_id),
  };
}
