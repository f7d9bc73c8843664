import { streetTooLong } from './rules/address-validation.ts';
import { genderUnknown } from './rules/customer-values.ts';
import { dateInvalid } from './rules/date-of-birth.ts';
import { defaultAddressInvalid } from './rules/default-addresses.ts';
import { storeNotFound, storeNotInWebsite, websiteNotFound } from './rules/home-store.ts';
import {
  passwordIsEmail,
  passwordPadded,
  passwordTooLong,
  passwordTooShort,
  passwordTooSimple,
} from './rules/password-policy.ts';
import { emailMissing } from './rules/validation.ts';
import { accountActive, confirmationInvalid, confirmationNotNeeded } from './services/confirmation.ts';
import { passwordHashRefused } from './services/customer-repository.ts';
import { accountLocked, passwordMismatch, templateUnknown } from './services/passwords.ts';
import { customerExists } from './services/registration.ts';
import { tooManyResets } from './services/reset-mails.ts';
import { resetTokenExpired, resetTokenMismatched } from './services/reset-token.ts';
import { emailTaken, groupUnknown } from './services/save-customer.ts';

/** The errors of customers, their addresses and accounts. */
export const errors = [
  emailMissing,
  emailTaken,
  streetTooLong,
  groupUnknown,
  genderUnknown,
  dateInvalid,
  websiteNotFound,
  storeNotFound,
  storeNotInWebsite,
  defaultAddressInvalid,
  customerExists,
  passwordTooLong,
  passwordTooShort,
  passwordPadded,
  passwordTooSimple,
  passwordIsEmail,
  passwordHashRefused,
  passwordMismatch,
  accountLocked,
  accountActive,
  confirmationInvalid,
  confirmationNotNeeded,
  templateUnknown,
  resetTokenMismatched,
  resetTokenExpired,
  tooManyResets,
];
