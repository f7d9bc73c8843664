import type { CustomAttribute, Output } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import type { Address, Customer } from './contract/data.ts';
import type { CustomerAddressTable, CustomerTable } from './tables.ts';

/** The columns that an answer needs: no password, no token. */
export const CUSTOMER_COLUMNS = [
  'id',
  'website_id',
  'store_id',
  'group_id',
  'email',
  'firstname',
  'lastname',
  'middlename',
  'prefix',
  'suffix',
  'dob',
  'gender',
  'taxvat',
  'confirmation',
  'created_in',
  'created_at',
  'updated_at',
  'default_billing',
  'default_shipping',
  'disable_auto_group_change',
  'is_subscribed',
  'assistance_allowed',
] as const satisfies readonly (keyof CustomerTable)[];

export const ADDRESS_COLUMNS = [
  'id',
  'customer_id',
  'country_id',
  'region_id',
  'region',
  'region_code',
  'street',
  'company',
  'telephone',
  'fax',
  'postcode',
  'city',
  'firstname',
  'lastname',
  'middlename',
  'prefix',
  'suffix',
  'vat_id',
] as const satisfies readonly (keyof CustomerAddressTable)[];

export type CustomerRow = Pick<Selectable<CustomerTable>, (typeof CUSTOMER_COLUMNS)[number]>;
export type AddressRow = Pick<Selectable<CustomerAddressTable>, (typeof ADDRESS_COLUMNS)[number]>;
export type CustomerOnTheWire = Output<typeof Customer>;
export type AddressOnTheWire = Output<typeof Address>;

const idText = (id: number | null): string | null => (id === null ? null : String(id));

/** An address as the API shows it. The region object is there even when empty, and its id a number then (observed). */
export function addressOnTheWire(
  row: AddressRow,
  defaults: Pick<CustomerRow, 'default_billing' | 'default_shipping'>,
): AddressOnTheWire {
  return {
    id: row.id,
    customer_id: row.customer_id,
    region: { region_code: row.region_code, region: row.region, region_id: row.region_id ?? 0 },
    region_id: row.region_id,
    country_id: row.country_id,
    street: row.street === null ? null : row.street.split('\n'),
    company: row.company,
    telephone: row.telephone,
    fax: row.fax,
    postcode: row.postcode,
    city: row.city,
    firstname: row.firstname,
    lastname: row.lastname,
    middlename: row.middlename,
    prefix: row.prefix,
    suffix: row.suffix,
    vat_id: row.vat_id,
    default_shipping: row.id === defaults.default_shipping ? true : null,
    default_billing: row.id === defaults.default_billing ? true : null,
  };
}

/** A customer as the API shows it; ids of default addresses are texts (observed). */
export function customerOnTheWire(
  row: CustomerRow,
  addresses: readonly AddressRow[],
  attributes?: CustomAttribute[],
): CustomerOnTheWire {
  return {
    id: row.id,
    group_id: row.group_id,
    default_billing: idText(row.default_billing),
    default_shipping: idText(row.default_shipping),
    confirmation: row.confirmation,
    created_at: row.created_at,
    updated_at: row.updated_at,
    created_in: row.created_in,
    dob: row.dob,
    email: row.email,
    firstname: row.firstname,
    lastname: row.lastname,
    middlename: row.middlename,
    prefix: row.prefix,
    suffix: row.suffix,
    gender: row.gender,
    store_id: row.store_id,
    taxvat: row.taxvat,
    website_id: row.website_id,
    addresses: addresses.map((address) => addressOnTheWire(address, row)),
    disable_auto_group_change: row.disable_auto_group_change,
    extension_attributes: { is_subscribed: row.is_subscribed === 1, assistance_allowed: row.assistance_allowed },
    ...(attributes === undefined ? {} : { custom_attributes: attributes }),
  };
}
