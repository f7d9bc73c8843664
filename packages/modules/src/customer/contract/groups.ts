import {
  bool,
  data,
  int,
  list,
  maybe,
  operation,
  optional,
  required,
  SearchCriteria,
  searchResults,
  service,
  string,
} from '@tessera/webapi';

export const Group = data('Magento\\Customer\\Api\\Data\\GroupInterface', {
  id: optional(int),
  code: required(string),
  tax_class_id: required(int),
  tax_class_name: optional(string),
  extension_attributes: optional(
    data('Magento\\Customer\\Api\\Data\\GroupExtensionInterface', {
      exclude_website_ids: optional(list(int), { description: 'Websites on which the group is not offered.' }),
    }),
  ),
});

export const GroupRepository = service('Magento\\Customer\\Api\\GroupRepositoryInterface', {
  save: operation({ group: Group }, Group, 'Creates or changes a group.'),
  getById: operation({ id: int }, Group, 'One group.'),
  getList: operation(
    { searchCriteria: SearchCriteria },
    searchResults('Magento\\Customer\\Api\\Data\\GroupSearchResultsInterface', Group),
    'Groups by search criteria.',
  ),
  deleteById: operation({ id: int }, bool, 'Deletes a group; its customers move to the default group.'),
});

export const GroupManagement = service('Magento\\Customer\\Api\\GroupManagementInterface', {
  isReadonly: operation({ id: int }, bool, 'Whether a group cannot be deleted.'),
  getDefaultGroup: operation({ storeId: maybe(int) }, Group, 'The group of new customers of a store view.'),
});

export const CustomerGroupConfig = service('Magento\\Customer\\Api\\CustomerGroupConfigInterface', {
  setDefaultCustomerGroup: operation({ id: int }, int, 'Makes a group that of new customers.'),
});
