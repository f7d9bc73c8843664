import type { Module } from '@tessera/webapi';
import { configModule } from './config/module.ts';
import { customerModule } from './customer/module.ts';
import { directoryModule } from './directory/module.ts';
import { storeModule } from './store/module.ts';

export { ACL_TREE } from './authorization/acl-tree.ts';
export { settingsReader, settingsSnapshot } from './config/settings-reader.ts';
export { storesSnapshot } from './store/stores.ts';

/** The modules that every installation has. */
export const builtInModules: readonly Module[] = [configModule, storeModule, directoryModule, customerModule];
