import { problem, type WebapiError } from '@tessera/webapi';
import { isLonger } from './texts.ts';

/** A hash of more characters would only cost time. */
const MAX_LENGTH = 256;

export const passwordTooLong = problem(
  'password_too_long',
  400,
  'Please enter a password with at most %1 characters.',
  'The password is longer than any that is taken.',
);
export const passwordTooShort = problem(
  'password_too_short',
  400,
  'The password needs at least %1 characters. Create a new password and try again.',
  'The password is shorter than `customer/password/minimum_password_length`.',
);
export const passwordPadded = problem(
  'password_padded',
  400,
  "The password can't begin or end with a space. Verify the password and try again.",
  'The password begins or ends with white space.',
);
export const passwordTooSimple = problem(
  'password_too_simple',
  400,
  'Minimum of different classes of characters in password is %1. Classes of characters: Lower Case, Upper Case, Digits, Special Characters.',
  'The password has fewer kinds of characters than `customer/password/required_character_classes_number`.',
);
export const passwordIsEmail = problem(
  'password_is_email',
  400,
  "The password can't be the same as the email address. Create a new password and try again.",
  'The password is the e-mail address, letter case aside.',
);

export interface PasswordPolicy {
  readonly minimumLength: number;
  /** Of lower case, upper case, digits and others. */
  readonly classes: number;
}

const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/];

/** What is wrong with a new password, null where it is good. Lengths count characters. The numbers are texts (observed). */
export function passwordProblem(password: string, email: string, policy: PasswordPolicy): WebapiError | null {
  if (isLonger(password, MAX_LENGTH)) return passwordTooLong([MAX_LENGTH]);
  const length = [...password].length;
  if (length < policy.minimumLength) return passwordTooShort([String(policy.minimumLength)]);
  if (password.trim() !== password) return passwordPadded();
  if (CLASSES.filter((kind) => kind.test(password)).length < policy.classes)
    return passwordTooSimple([String(policy.classes)]);
  return password.toLowerCase() === email.toLowerCase() ? passwordIsEmail() : null;
}
