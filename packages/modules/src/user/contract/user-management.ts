import {
  boolean,
  data,
  int,
  operation,
  optional,
  required,
  SearchCriteria,
  searchResults,
  service,
  string,
} from '@tessera/webapi';

/** A person who administers the store. The password is taken, never answered. */
export const AdminUser = data('Tessera\\User\\Api\\Data\\UserInterface', {
  id: required(int),
  username: required(string),
  password: optional(string, { writeOnly: true }),
  email: required(string),
  firstname: required(string),
  lastname: required(string),
  role_id: required(int),
  is_active: required(int),
  created_at: optional(string, { readOnly: true }),
  updated_at: optional(string, { readOnly: true }),
  signed_in_at: optional(string, { readOnly: true }),
});

/** Ours: Magento manages admin users in its admin panel only. */
export const UserManagement = service('Tessera\\User\\Api\\UserManagementInterface', {
  create: operation({ user: AdminUser }, AdminUser),
  get: operation({ id: int }, AdminUser),
  getList: operation(
    { searchCriteria: SearchCriteria },
    searchResults('Tessera\\User\\Api\\Data\\UserSearchResultsInterface', AdminUser),
  ),
  update: operation({ id: int, user: AdminUser }, AdminUser, 'Changes what is given.'),
  delete: operation({ id: int }, boolean),
});
