import { regionByCode } from '@tessera/modules';
import { CULTURES, type Culture } from './cultures.ts';

/** An invented customer with addresses, in the columns' form. */
export interface Person {
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  /** Magento's: 1 male, 2 female. */
  readonly gender: number;
  readonly dob: string | null;
  readonly subscribed: boolean;
  /** Which of the groups that are at hand: 0 for most. */
  readonly kind: 0 | 1 | 2;
  readonly addresses: readonly Address[];
}
export interface Address {
  readonly firstname: string;
  readonly lastname: string;
  readonly company: string | null;
  readonly street: string;
  readonly city: string;
  readonly postcode: string;
  readonly country_id: string;
  readonly region_id: number | null;
  readonly region: string | null;
  readonly region_code: string | null;
  readonly telephone: string;
}

/** A number that looks random and is always the same for the same arguments (a 32-bit mix of the bits). */
function mixed(n: number, purpose: number): number {
  let value = Math.imul(n ^ Math.imul(purpose, 0x9e3779b1), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
const pick = <T>(list: readonly T[], n: number, purpose: number): T => list[mixed(n, purpose) % list.length] as T;

/** Letters and digits of a name as they can stand in an address: `Krüger` → `kruger`, `van den Berg` → `vandenberg`. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll('ß', 'ss')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase();

const twoDigits = (value: number): string => String(value).padStart(2, '0');

function address(culture: Culture, n: number, which: number, name: Pick<Address, 'firstname' | 'lastname'>): Address {
  const purpose = 10 * (which + 1);
  const town = pick(culture.towns, n, purpose);
  const region = town.region === null ? null : regionByCode(culture.countryId, town.region);
  return {
    ...name,
    company: mixed(n, purpose + 1) % 4 === 0 ? pick(culture.companies, n, purpose + 2) : null,
    street: pick(culture.streets, n, purpose + 3).replace('#', String(1 + (mixed(n, purpose + 4) % 180))),
    city: town.city,
    postcode: town.postcode,
    country_id: culture.countryId,
    region_id: region?.id ?? null,
    region: region?.name ?? null,
    region_code: region?.code ?? null,
    telephone: `${culture.phone} ${1000 + (mixed(n, purpose + 5) % 9000)}`,
  };
}

/**
 * The n-th invented person, always the same one.
 * @param n from 1; it is part of the e-mail address, so that no two persons share one
 */
export function person(n: number): Person {
  const culture = CULTURES[n % CULTURES.length] as Culture;
  const gender = 1 + (mixed(n, 1) % 2);
  const firstname = pick(gender === 1 ? culture.men : culture.women, n, 2);
  const lastname = pick(culture.lastnames, n, 3);
  const name = { firstname, lastname };
  const born = mixed(n, 4);
  return {
    ...name,
    email: `${plain(firstname)}.${plain(lastname)}.${n}@example.com`,
    gender,
    dob: n % 3 === 0 ? `${1950 + (born % 55)}-${twoDigits(1 + (born % 12))}-${twoDigits(1 + (born % 28))}` : null,
    subscribed: mixed(n, 5) % 3 === 0,
    kind: n % 10 === 0 ? 1 : n % 10 === 5 ? 2 : 0,
    addresses: Array.from({ length: 1 + (mixed(n, 6) % 2) }, (_, which) => address(culture, n, which, name)),
  };
}
