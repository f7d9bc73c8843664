import { fieldRequired, invalidFieldValue } from '@tessera/webapi';

/**
 * A text that has to be there and fit, without blanks around it.
 * @param longest in characters
 * @throws WebapiError `field_required` or `invalid_field_value`
 */
export function checkText(fieldName: string, value: string | null | undefined, longest: number): string {
  const text = (value ?? '').trim();
  if (text === '') throw fieldRequired({ fieldName });
  if (text.length > longest || /\p{Cc}/u.test(text))
    throw invalidFieldValue({ value: text.slice(0, longest), fieldName });
  return text;
}

/** An e-mail address, by its form only. @throws WebapiError `field_required` or `invalid_field_value` */
export function checkEmail(fieldName: string, value: string | null | undefined): string {
  const email = checkText(fieldName, value, 128);
  if (!/^[^\s@"<>]+@[^\s@"<>]+$/.test(email)) throw invalidFieldValue({ value: email, fieldName });
  return email;
}
