import { problem } from '@tessera/webapi';

export const invalidCode = problem(
  'two_factor_code_invalid',
  401,
  'Invalid code.',
  'The code of the second factor is wrong, was used before, or too many wrong ones were given.',
);
export const useProvider = problem(
  'two_factor_required',
  400,
  'Please use the 2fa provider-specific endpoints to obtain a token.',
  'The admin user has a second factor, so the password alone gives no token.',
);
export const notBegun = problem(
  'two_factor_not_begun',
  400,
  'Set up the second factor first.',
  'A code was given for a second factor that nobody has begun to set up.',
);

export const errors = [invalidCode, useProvider, notBegun];
