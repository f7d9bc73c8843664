import { setting } from '@tessera/webapi';

export const jwtAlgorithm = setting('webapi/jwtauth/jwt_alg', {
  type: 'string',
  default: 'HS256',
  options: ['HS256', 'HS384', 'HS512'],
  label: 'Authentication JWT algorithm',
  description: 'How access tokens are signed. Tokens signed in another way are no longer accepted once it is changed.',
});
const MINUTES = 'Zero or less counts as 30. Holds for tokens that are issued from then on.';
export const customerExpiration = setting('webapi/jwtauth/customer_expiration', {
  type: 'int',
  default: 60,
  unit: 'minutes',
  max: 5_256_000,
  label: 'Customer JWT Expires In',
  description: `Lifetime of an access token of a customer. ${MINUTES}`,
});
export const adminExpiration = setting('webapi/jwtauth/admin_expiration', {
  type: 'int',
  default: 60,
  unit: 'minutes',
  max: 5_256_000,
  label: 'Admin JWT Expires In',
  description: `Lifetime of an access token of an admin user. ${MINUTES}`,
});
export const maxFailures = setting('oauth/authentication_lock/max_failures_count', {
  type: 'int',
  default: 6,
  min: 1,
  label: 'Maximum Login Failures to Lock Out Account',
  description: 'After so many wrong passwords, token requests for a user name are refused for a while.',
});
export const lockTimeout = setting('oauth/authentication_lock/timeout', {
  type: 'int',
  default: 1800,
  min: 1,
  unit: 'seconds',
  label: 'Lockout Time',
  description: 'How long token requests are refused after the last wrong password.',
});

export const settings = [jwtAlgorithm, customerExpiration, adminExpiration, maxFailures, lockTimeout];
