import { boolean, int, list, maybe, operation, service, string } from '@tessera/webapi';
import { StoreConfig, StoreGroup, StoreView, Website } from './data.ts';

export const WebsiteRepository = service('Magento\\Store\\Api\\WebsiteRepositoryInterface', {
  getList: operation({}, list(Website), 'All websites, the admin one included.'),
});
export const GroupRepository = service('Magento\\Store\\Api\\GroupRepositoryInterface', {
  getList: operation({}, list(StoreGroup), 'All store groups.'),
});
export const StoreRepository = service('Magento\\Store\\Api\\StoreRepositoryInterface', {
  getList: operation({}, list(StoreView), 'All store views.'),
});
export const StoreConfigManager = service('Magento\\Store\\Api\\StoreConfigManagerInterface', {
  getStoreConfigs: operation(
    { storeCodes: maybe(list(string)) },
    list(StoreConfig),
    'Locale, currency and URLs of store views.',
  ),
});

/** Ours: Magento creates and changes stores in its admin panel only. */
export const StoreManagement = service('Tessera\\Store\\Api\\StoreManagementInterface', {
  saveWebsite: operation({ website: Website }, Website),
  deleteWebsite: operation({ id: int }, boolean),
  saveGroup: operation({ group: StoreGroup }, StoreGroup),
  deleteGroup: operation({ id: int }, boolean),
  saveStore: operation({ store: StoreView }, StoreView),
  deleteStore: operation({ id: int }, boolean),
});
