import { defineModule } from '@tessera/webapi';
import { routes } from './routes.ts';
import { groupRepository, storeRepository, websiteRepository } from './services/lists.ts';
import { storeConfigManager } from './services/store-config-manager.ts';
import { storeManagement } from './services/store-management.ts';
import { settings } from './settings.ts';
import { storesSnapshot } from './stores.ts';
import { migrations } from './tables.ts';

/** Websites, store groups and store views: the scopes in which everything else happens. */
export const storeModule = defineModule({
  name: 'Magento_Store',
  requires: ['Magento_Config'],
  routes,
  services: [websiteRepository, groupRepository, storeRepository, storeConfigManager, storeManagement],
  settings,
  snapshots: [storesSnapshot],
  migrations,
});
