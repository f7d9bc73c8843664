import { type Input, invalidFieldValue, problem } from '@tessera/webapi';
import type { Customer } from '../contract/data.ts';
import type { CustomerRow } from '../wire-form.ts';
import { readDateOfBirth } from './date-of-birth.ts';
import { pruned } from './texts.ts';

export const genderUnknown = problem(
  'gender_unknown',
  400,
  'Attribute gender does not contain option with Id %1',
  'The gender is none of 1, 2 and 3.',
  { rendered: true },
);

type CustomerInput = Input<typeof Customer>;
/** What a client may say about a customer, in the columns' form. */
export type CustomerValues = Pick<
  CustomerRow,
  | 'email'
  | 'firstname'
  | 'lastname'
  | 'middlename'
  | 'prefix'
  | 'suffix'
  | 'dob'
  | 'gender'
  | 'taxvat'
  | 'confirmation'
  | 'group_id'
  | 'disable_auto_group_change'
  | 'is_subscribed'
  | 'assistance_allowed'
>;

/** 3: not specified. */
const GENDERS: readonly number[] = [1, 2, 3];

function genderOf(given: number | null | undefined, before: number | null): number | null {
  if (given === undefined || given === null) return before;
  if (given === 0) return null;
  if (!GENDERS.includes(given)) throw genderUnknown([given]);
  return given;
}

/** A text that must be there: a null that was sent empties it, which the validation then reports. */
const needed = (given: string | null | undefined, before: string | undefined): string =>
  given === undefined ? (before ?? '') : (given ?? '');

/**
 * A customer as it will be stored. What is not given keeps its value (null too, the names and the address excepted);
 * an empty text empties.
 * @param before the stored customer, null for a new one
 * @param keepsNames whether missing names and e-mail keep their values; a customer's own `PUT` has to give them (observed)
 * @throws gender_unknown, date_invalid
 */
export function customerValues(
  given: CustomerInput,
  before: CustomerRow | null,
  { defaultGroup, keepsNames }: { readonly defaultGroup: number; readonly keepsNames: boolean },
): CustomerValues {
  const kept = keepsNames ? before : null;
  const extension = given.extension_attributes ?? {};
  const autoGroup = given.disable_auto_group_change ?? before?.disable_auto_group_change ?? 0;
  return {
    email: needed(given.email, kept?.email),
    firstname: needed(given.firstname, kept?.firstname),
    lastname: needed(given.lastname, kept?.lastname),
    middlename: pruned(given.middlename, before?.middlename),
    prefix: pruned(given.prefix, before?.prefix),
    suffix: pruned(given.suffix, before?.suffix),
    taxvat: pruned(given.taxvat, before?.taxvat),
    confirmation: pruned(given.confirmation, before?.confirmation),
    dob: given.dob ? readDateOfBirth(given.dob) : pruned(given.dob, before?.dob),
    gender: genderOf(given.gender, before?.gender ?? null),
    group_id: given.group_id ?? before?.group_id ?? defaultGroup,
    disable_auto_group_change: autoGroup === 0 ? 0 : 1,
    is_subscribed: (extension.is_subscribed ?? before?.is_subscribed === 1) ? 1 : 0,
    assistance_allowed: extension.assistance_allowed ?? before?.assistance_allowed ?? null,
  };
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z?$/;

/**
 * The moment of the registration where a client gives one (a migration does).
 * @returns `YYYY-MM-DD HH:MM:SS`, null where none is given
 * @throws invalid_field_value
 */
export function createdAt(given: string | null | undefined): string | null {
  if (given === undefined || given === null || given === '') return null;
  const text = given.replace('T', ' ').slice(0, 19);
  if (!DATE_TIME.test(given) || Number.isNaN(Date.parse(`${text}Z`)))
    throw invalidFieldValue({ value: given, fieldName: 'created_at' });
  return text;
}
