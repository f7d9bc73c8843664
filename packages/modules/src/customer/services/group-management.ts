import { type Call, implement, invalidFieldValue, noSuchEntity } from '@tessera/webapi';
import { writeSetting } from '../../config/settings-writer.ts';
import { ADMIN_SCOPE, storesOf } from '../../store/stores.ts';
import { CustomerGroupConfig, GroupManagement } from '../contract/groups.ts';
import { type CustomerGroup, defaultGroupId, GUEST_GROUP, groupById, groupsInUse } from '../groups.ts';
import { defaultGroup } from '../settings.ts';
import { taxClassName } from '../tax-classes.ts';

/** A group as the API shows it; excluded websites only where there are any. */
export const groupOnTheWire = ({ id, code, taxClassId, excludedWebsiteIds }: CustomerGroup) => ({
  id,
  code,
  tax_class_id: taxClassId,
  tax_class_name: taxClassName(taxClassId),
  extension_attributes: excludedWebsiteIds.length === 0 ? null : { exclude_website_ids: [...excludedWebsiteIds] },
});

export const groupUnknown = (id: number | undefined) => noSuchEntity({ fieldName: 'id', fieldValue: id });

/** @throws no_such_entity */
export function existingGroup(call: Call, id: number): CustomerGroup {
  const group = groupById(call, id);
  if (group === null) throw groupUnknown(id);
  return group;
}

export const groupManagement = implement(GroupManagement, {
  isReadonly: ({ id }, call) => {
    if (groupById(call, id) === null) throw noSuchEntity({ fieldName: 'groupId', fieldValue: id });
    return groupsInUse(call).has(id);
  },

  getDefaultGroup: ({ storeId }, call) => {
    if (storeId === undefined) return groupOnTheWire(existingGroup(call, defaultGroupId(call.settings)));
    const store = storeId === ADMIN_SCOPE.id ? ADMIN_SCOPE : storesOf(call).byId.get(storeId);
    if (store === undefined) throw noSuchEntity({ fieldName: 'storeId', fieldValue: storeId });
    return groupOnTheWire(existingGroup(call, defaultGroupId(call.settings.at(store))));
  },
});

export const customerGroupConfig = implement(CustomerGroupConfig, {
  setDefaultCustomerGroup: async ({ id }, call) => {
    existingGroup(call, id);
    if (id === GUEST_GROUP) throw invalidFieldValue({ value: id, fieldName: 'id' });
    await writeSetting(call.db, { scope: 'default', scopeId: 0, path: defaultGroup.path }, String(id));
    return id;
  },
});
