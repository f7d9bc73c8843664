import {
  boolean,
  data,
  int,
  list,
  operation,
  optional,
  required,
  SearchCriteria,
  searchResults,
  service,
  string,
} from '@tessera/webapi';

/** What admin users may do: everything, or exactly the listed resources. */
export const Role = data('Tessera\\User\\Api\\Data\\RoleInterface', {
  id: required(int),
  name: required(string),
  all_resources: required(boolean),
  resources: required(list(string)),
  created_at: optional(string, { readOnly: true }),
  updated_at: optional(string, { readOnly: true }),
});

/** Ours: Magento manages roles in its admin panel only. */
export const RoleManagement = service('Tessera\\User\\Api\\RoleManagementInterface', {
  create: operation({ role: Role }, Role),
  get: operation({ id: int }, Role),
  getList: operation(
    { searchCriteria: SearchCriteria },
    searchResults('Tessera\\User\\Api\\Data\\RoleSearchResultsInterface', Role),
  ),
  update: operation({ id: int, role: Role }, Role, 'Changes what is given; a list of resources replaces the old one.'),
  delete: operation({ id: int }, boolean),
});
