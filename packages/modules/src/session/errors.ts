import { problem } from '@tessera/webapi';

export const identityNotConfirmed = problem(
  'identity_not_confirmed',
  400,
  'The password entered for the current user is invalid. Verify the password and try again.',
  'Over a session, the operation needs the current password (`X-Current-Password`) or a confirmation in the last five minutes.',
);
export const accountLocked = problem(
  'session_account_locked',
  401,
  'Your account is temporarily disabled. Please try again later.',
  'The current password was given wrong too often; the sessions of the user have ended.',
);
export const sessionRequired = problem(
  'session_required',
  400,
  'This can be done in a session of an admin user only.',
  'The call was made with a token or a signature.',
);
export const foreignOrigin = problem(
  'foreign_origin',
  400,
  'Sessions can be used from the same origin only.',
  'Another site caused the request.',
);

export const errors = [identityNotConfirmed, accountLocked, sessionRequired, foreignOrigin];
