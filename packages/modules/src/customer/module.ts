import { defineModule } from '@tessera/webapi';
import { Address } from './contract/data.ts';
import { findCustomer } from './customers.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { groupRoutes } from './group-routes.ts';
import { groupsSnapshot } from './groups.ts';
import { metadataRoutes } from './metadata-routes.ts';
import { routes } from './routes.ts';
import { accountManagement } from './services/account-management.ts';
import { addressRepository } from './services/address-repository.ts';
import { customerRepository } from './services/customer-repository.ts';
import { customerGroupConfig, groupManagement } from './services/group-management.ts';
import { groupExists, groupNotDeletable, groupRepository } from './services/group-repository.ts';
import { addressMetadata, customerMetadata } from './services/metadata.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';
import { groupMigrations } from './tables-groups.ts';
import { textIndexMigrations } from './tables-text-indexes.ts';

/** Customers, their addresses and accounts. */
export const customerModule = defineModule({
  name: 'Magento_Customer',
  requires: ['Magento_Config', 'Magento_Store', 'Magento_Directory', 'Magento_Email', 'Magento_Security'],
  routes: [...routes, ...groupRoutes, ...metadataRoutes],
  services: [
    customerRepository,
    accountManagement,
    addressRepository,
    groupRepository,
    groupManagement,
    customerGroupConfig,
    customerMetadata,
    addressMetadata,
  ],
  attributeTypes: [Address],
  accounts: { customer: async (id, call) => (await findCustomer(call, id)) !== null },
  settings,
  errors: [...errors, groupExists, groupNotDeletable],
  events,
  snapshots: [groupsSnapshot],
  migrations: [...groupMigrations, ...migrations, ...textIndexMigrations],
});
