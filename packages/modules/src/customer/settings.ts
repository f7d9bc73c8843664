import { setting } from '@tessera/webapi';

const everywhere = ['default', 'websites', 'stores'] as const;
const perWebsite = ['default', 'websites'] as const;

export const accountSharing = setting('customer/account_share/scope', {
  type: 'int',
  default: 1,
  options: ['0', '1'],
  label: 'Share Customer Accounts',
  description: '1: an account belongs to one website, 0: accounts are shared by all websites.',
});
export const defaultGroup = setting('customer/create_account/default_group', {
  type: 'int',
  default: 1,
  label: 'Default Group',
  scopes: everywhere,
  description: 'Group of new customers, by its id.',
});
export const confirmationRequired = setting('customer/create_account/confirm', {
  type: 'bool',
  default: false,
  label: 'Require Emails Confirmation',
  scopes: perWebsite,
  description: 'A new customer can sign in only after confirming the e-mail address.',
});
export const guestSignIn = setting('checkout/options/enable_guest_checkout_login', {
  type: 'bool',
  default: false,
  label: 'Enable Guest Checkout Login',
  scopes: everywhere,
  description:
    'Lets the service that says whether an e-mail address is free tell the truth; otherwise it is always free.',
});
export const minimumPasswordLength = setting('customer/password/minimum_password_length', {
  type: 'int',
  default: 8,
  min: 1,
  max: 256,
  label: 'Minimum Password Length',
  unit: 'characters',
  description: 'Shortest password of a customer.',
});
export const passwordClasses = setting('customer/password/required_character_classes_number', {
  type: 'int',
  default: 3,
  min: 1,
  max: 4,
  label: 'Number of Required Character Classes',
  description: 'How many of lower case, upper case, digits and special characters a password needs.',
});
export const lockoutFailures = setting('customer/password/lockout_failures', {
  type: 'int',
  default: 10,
  min: 0,
  label: 'Maximum Login Failures to Lockout Account',
  description: 'Wrong passwords in a row after which an account is locked. 0: never.',
});
export const lockoutMinutes = setting('customer/password/lockout_threshold', {
  type: 'int',
  default: 10,
  min: 0,
  label: 'Lockout Time',
  unit: 'minutes',
  description: 'How long an account stays locked, and how long wrong passwords are remembered.',
});
export const resetLinkHours = setting('customer/password/reset_link_expiration_period', {
  type: 'int',
  default: 2,
  min: 1,
  label: 'Recovery Link Expiration Period',
  unit: 'hours',
  description: 'How long the token of a password reset is good for.',
});
export const resetProtection = setting('customer/password/password_reset_protection_type', {
  type: 'int',
  default: 1,
  options: ['0', '1', '2', '3'],
  label: 'Password Reset Protection Type',
  description: 'What password reset requests are counted by. 0: nothing, 1: address and e-mail, 2: address, 3: e-mail.',
});
export const resetRequestsPerHour = setting('customer/password/max_number_password_reset_requests', {
  type: 'int',
  default: 5,
  min: 0,
  label: 'Max Number of Password Reset Requests',
  description: 'Password reset mails within one hour. 0: any number.',
});
export const resetRequestMinutes = setting('customer/password/min_time_between_password_reset_requests', {
  type: 'int',
  default: 10,
  min: 0,
  label: 'Min Time Between Password Reset Requests',
  unit: 'minutes',
  description: 'Time between two password reset mails. 0: any.',
});

export const settings = [
  accountSharing,
  defaultGroup,
  confirmationRequired,
  guestSignIn,
  minimumPasswordLength,
  passwordClasses,
  lockoutFailures,
  lockoutMinutes,
  resetLinkHours,
  resetProtection,
  resetRequestsPerHour,
  resetRequestMinutes,
];
