import { problem } from '@tessera/webapi';

export const signInIncorrect = problem(
  'sign_in_incorrect',
  401,
  'The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later.',
  'Unknown user, wrong password, account not active or locked: the answer does not tell which.',
);
export const morePermissionsNeeded = problem(
  'more_permissions_needed',
  401,
  'More permissions are needed to access this.',
  'The admin user has no role.',
);
