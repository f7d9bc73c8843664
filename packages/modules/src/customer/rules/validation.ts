import { inputInvalid, problem, type WebapiError } from '@tessera/webapi';
import type { CustomerValues } from './customer-values.ts';
import { isLonger } from './texts.ts';

export const emailMissing = problem(
  'customer_email_missing',
  400,
  'The customer email is missing. Enter and try again.',
  'A customer has no e-mail address.',
);

type Checked = Pick<CustomerValues, 'email' | 'firstname' | 'lastname'> & {
  readonly middlename?: string | null | undefined;
  readonly taxvat?: string | null | undefined;
};

// Letters of any script, marks, digits, blanks and the punctuation of names; the reference refuses what else there is.
const NAME = /^[\p{L}\p{M}\p{N}\s,\-_.'’`&]+$/u;
const MAX_TEXT = 255;

const LOCAL = /^[^\s\p{Cc}@"(),:;<>[\]\\.]+(?:\.[^\s\p{Cc}@"(),:;<>[\]\\.]+)*$/u;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/iu;

/** Whether a text has the form of an e-mail address that mail can be sent to. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  return at > 0 && local.length <= 64 && text.length <= 254 && LOCAL.test(local) && DOMAIN.test(text.slice(at + 1));
}

const lengthMessage = (label: string): string => `"${label}" length must be equal or less than ${MAX_TEXT} characters.`;

function nameMessages(label: string, text: string | null | undefined, required: boolean): string[] {
  if (text === undefined || text === null || text === '') return required ? [`"${label}" is a required value.`] : [];
  if (isLonger(text, MAX_TEXT)) return [lengthMessage(label)];
  return NAME.test(text) ? [] : [`${label} is not valid!`];
}

/** What is wrong with a customer, one sentence each; empty where nothing is. */
export function customerMessages({ email, firstname, lastname, middlename, taxvat }: Checked): string[] {
  return [
    ...nameMessages('First Name', firstname, true),
    ...nameMessages('Middle Name', middlename, false),
    ...nameMessages('Last Name', lastname, true),
    ...(isEmail(email) ? [] : ['"Email" is not a valid email address.']),
    ...(isLonger(taxvat ?? '', MAX_TEXT) ? [lengthMessage('Tax/VAT Number')] : []),
  ];
}

/** The messages as one error, a line each (observed); null where there are none. */
export function customerProblem(values: Checked): WebapiError | null {
  const messages = customerMessages(values);
  return messages.length === 0 ? null : inputInvalid([messages.join('\n')]);
}

/** Attributes that the reference asks for when it only validates, in the order of their messages. */
const REQUIRED: readonly (readonly [field: string, label: string])[] = [
  ['website_id', 'Associate to Website'],
  ['group_id', 'Group'],
  ['firstname', 'First Name'],
  ['lastname', 'Last Name'],
  ['email', 'Email'],
];

/** Messages of the validation of a customer that is not saved: nothing is filled in for what is missing (observed). */
export function missingAttributes(given: Readonly<Record<string, unknown>>): string[] {
  return REQUIRED.filter(([field]) => given[field] === undefined || given[field] === null || given[field] === '').map(
    ([, label]) => `The "${label}" attribute value is empty. Set the attribute and try again.`,
  );
}
