import { defineModule } from '@tessera/webapi';
import { adminsSnapshot } from './admins.ts';
import { errors } from './errors.ts';
import { routes } from './routes.ts';
import { roleManagement } from './services/role-management.ts';
import { userManagement } from './services/user-management.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** The people who administer the store, and their roles. */
export const userModule = defineModule({
  name: 'Magento_User',
  requires: ['Magento_Authorization', 'Magento_Security'],
  routes,
  services: [roleManagement, userManagement],
  settings,
  errors,
  accounts: { admin: (id, { db }) => db.snapshot(adminsSnapshot).has(id) },
  snapshots: [adminsSnapshot],
  migrations,
});
