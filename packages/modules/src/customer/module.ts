import { defineModule } from '@tessera/webapi';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** Customers, their addresses and accounts. */
export const customerModule = defineModule({
  name: 'Magento_Customer',
  requires: ['Magento_Store', 'Magento_Directory'],
  settings,
  migrations,
});
