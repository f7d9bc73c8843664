import {
  type DataType,
  data,
  type Field,
  type IntType,
  int,
  type ListType,
  list,
  operation,
  required,
  type StringType,
  service,
  string,
} from '@tessera/webapi';

type ResourceFields = {
  readonly id: Field<StringType, true>;
  readonly title: Field<StringType, true>;
  readonly sort_order: Field<IntType, true>;
  readonly children: Field<ListType<DataType<ResourceFields>>, true>;
};
/** A node of the ACL tree. Grants name single nodes: none gives those below it. */
export const AclResource: DataType<ResourceFields> = data('Tessera\\Backend\\Api\\Data\\AclResourceInterface', {
  id: required(string),
  title: required(string),
  sort_order: required(int),
  // A node holds nodes: the getter is read once the type exists.
  get children(): ResourceFields['children'] {
    return required(list(AclResource));
  },
});

/** Ours: Magento shows the tree in its admin panel only. */
export const AclResources = service('Tessera\\Backend\\Api\\AclResourcesInterface', {
  getTree: operation({}, list(AclResource), 'What roles and integrations can be granted, as a tree.'),
});
