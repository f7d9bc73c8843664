import { problem } from '@tessera/webapi';

export const usernameTaken = problem(
  'username_taken',
  400,
  'A user with the same user name or email already exists.',
  'User names and addresses of admin users are unique, letter case aside.',
);
export const passwordTooShort = problem(
  'admin_password_too_short',
  400,
  'Your password must be at least %1 characters.',
  'The password of an admin user is too short.',
);
export const passwordTooLong = problem(
  'admin_password_too_long',
  400,
  'Your password must be at most %1 characters.',
  'The password of an admin user is longer than what is hashed.',
);
export const passwordTooSimple = problem(
  'admin_password_too_simple',
  400,
  'Your password must include both numeric and alphabetic characters.',
  'The password of an admin user needs letters and digits.',
);
export const ownAccount = problem(
  'own_account',
  400,
  'You cannot delete or deactivate your own account.',
  'Admin users keep the account that they are signed in with.',
);
export const ownRole = problem(
  'own_role',
  400,
  'You cannot delete the role that is assigned to yourself.',
  'Admin users keep the role that they have.',
);
export const lastAdministrator = problem(
  'last_administrator',
  400,
  'At least one active user must keep all resources.',
  'The change would leave nobody who may do everything.',
);
export const roleNameTaken = problem(
  'role_name_taken',
  400,
  'The role with name "%name" exists.',
  'Names of roles are unique, letter case aside.',
);

export const errors = [
  usernameTaken,
  passwordTooShort,
  passwordTooLong,
  passwordTooSimple,
  ownAccount,
  ownRole,
  lastAdministrator,
  roleNameTaken,
];
