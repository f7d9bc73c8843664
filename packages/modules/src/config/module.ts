import { allow, defineModule, del, get, put } from '@tessera/webapi';
import { ConfigManagement } from './contract/config-management.ts';
import { secretColumns } from './secret-settings.ts';
import { configManagement, scopeNotAllowed, unknownSetting } from './services/config-management.ts';
import { settingsSnapshot } from './settings-reader.ts';
import { migrations } from './tables.ts';

const config = allow('Magento_Config::config');
const ours = { extension: true };
/** The value may be a secret, which has no business in a queue, least of all where its path is misspelt. */
const atOnce = { ...ours, synchronousOnly: true, severalTransactions: false };

/** Settings by scope. */
export const configModule = defineModule({
  name: 'Magento_Config',
  routes: [
    get('/V1/config', ConfigManagement.get, config, ours),
    put('/V1/config', ConfigManagement.set, config, atOnce),
    del('/V1/config', ConfigManagement.unset, config, ours),
    get('/V1/config/fields', ConfigManagement.getFields, config, ours),
  ],
  services: [configManagement],
  errors: [unknownSetting, scopeNotAllowed],
  snapshots: [settingsSnapshot],
  secretColumns,
  migrations,
});
