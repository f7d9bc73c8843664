import type { Module } from '@tessera/webapi';
import { authorizationModule } from './authorization/module.ts';
import { backendModule } from './backend/module.ts';
import { configModule } from './config/module.ts';
import { customerModule } from './customer/module.ts';
import { directoryModule } from './directory/module.ts';
import { securityModule } from './security/module.ts';
import { sessionModule } from './session/module.ts';
import { storeModule } from './store/module.ts';
import { tokenModule } from './token/module.ts';
import { userModule } from './user/module.ts';

export { ACL_TREE } from './authorization/acl-tree.ts';
export { settingsReader, settingsSnapshot } from './config/settings-reader.ts';
export { storesSnapshot } from './store/stores.ts';
export { ensureFirstAdmin } from './user/first-admin.ts';
export { createAdminUser } from './user/services/accounts.ts';

/** The modules that every installation has. */
export const builtInModules: readonly Module[] = [
  backendModule,
  configModule,
  storeModule,
  directoryModule,
  customerModule,
  securityModule,
  authorizationModule,
  userModule,
  tokenModule,
  sessionModule,
];
